"""The plans of local governments: read, checked, reviewed, compared and published (取組)."""
