"""Commands of mail, one a file."""
