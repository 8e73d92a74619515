"""A plan becomes a folder of files that a city can hand out; no Django."""
