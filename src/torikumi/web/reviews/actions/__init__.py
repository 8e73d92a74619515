"""All writes of the yearly review."""
