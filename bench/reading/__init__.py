"""Measures reading: documents, peers, the way from their tables to records, scores, the page of the manual."""
