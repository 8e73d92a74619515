"""Two editions of a plan: which projects are the same, and what changed."""
