"""Commands of the trail, one a file."""
