"""Commands of the second net."""
