"""Web pages: their characters, what of them a person sees, and the grids of their tables."""
