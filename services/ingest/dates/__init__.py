"""When an article appeared, and when this version of it did: from its fields, its page, and its text."""
