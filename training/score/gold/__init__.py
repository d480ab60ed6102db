"""The gold articles, tests/quality/gold: how they are annotated, and how the extractor does on them."""
