"""Rolling counts per location and actor: ours beside Faust's hopping tables, Quix Streams and a plain loop.

All read the same topic of one Kafka, and each has to come to what it promises:

| | Tocsin | Faust | Quix Streams | plain loop |
|---|---|---|---|---|
| one incident of many reports | yes | no | no | no |
| duplicates, updates, retractions | nothing, replaced, taken back | counted again | counted again | counted again |
| windows | sliding, exact | hop on a grid | hop on a grid | hop on a grid |
| counts after a crash | those before | at least once: some twice | at least once: some twice | gone |
| late reports | in their place | in their place | in their place, within the grace | in their place |
"""
