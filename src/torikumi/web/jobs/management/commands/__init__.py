"""Commands of jobs, one a file."""
