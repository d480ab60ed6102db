"""The aggregator: the set of live reports of one partition, and the incidents and counts that follow from it.

    reports ──resolution──▶ clusters ──merge──▶ incidents ──tallies──▶ counts per location, actor and role

Everything but `agent.py` is pure: no broker, no clock, no randomness. `state.PartitionState` is the way in.
"""
