"""Commands of stored plans."""
