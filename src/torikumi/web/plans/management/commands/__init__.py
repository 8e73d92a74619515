"""Commands of stored plans, one a file."""
