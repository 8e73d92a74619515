"""Questions to the yearly review."""
