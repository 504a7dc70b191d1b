"""Documents become facts: readers, extraction, checks, resolution and the base."""

EXTRACTOR = "1"
"""Version of what is read and extracted; a document read by another version is read again."""
