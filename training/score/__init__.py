"""Scores the extractor on annotated data: `python -m training.score NAME PATH`.

docs/scores.md says how each figure is computed.
"""
