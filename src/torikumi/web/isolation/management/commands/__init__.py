"""Commands of the second net, one a file."""
