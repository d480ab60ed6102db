"""The labelled set for resolution, tests/quality/resolution: how extractor and aggregator together do on it."""
