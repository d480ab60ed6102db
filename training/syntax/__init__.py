"""Trains the syntax and entity heads on the encoder, and writes them for the extractor: `python -m training.syntax`."""
