"""Pages of letters and mail."""
