"""Finds the actors that a text names: the lexicon compiled from the knowledge files, and the patterns over it."""
