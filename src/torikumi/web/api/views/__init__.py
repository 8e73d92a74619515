"""One module a thing that is asked for."""
