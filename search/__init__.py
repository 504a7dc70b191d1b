"""Search in Korean: the ground floor, which knows nothing of documents, trips or HTTP."""
