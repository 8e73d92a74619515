"""Commands of the yearly review."""
