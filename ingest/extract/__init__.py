"""Document → Plan: what a document says, read by vocabularies and structure."""
