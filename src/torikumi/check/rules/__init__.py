"""One file a rule; the rules do not know one another."""
