"""A blind set of short news reports, and how the extractor does on it."""
