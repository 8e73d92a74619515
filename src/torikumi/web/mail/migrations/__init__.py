"""Changes of the tables of mail."""
