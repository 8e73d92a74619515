"""Stored plans: upload a document, see what it would change, confirm it, and look at every edition."""
