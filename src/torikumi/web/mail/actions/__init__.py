"""All writes of letters and mail."""
