"""Rolling counts per location and actor: ours beside Faust's hopping tables, Quix Streams and a plain loop."""
