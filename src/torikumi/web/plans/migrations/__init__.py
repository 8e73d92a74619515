"""Changes of the tables of stored plans."""
