"""The same things as on the pages, for programs: what is published for everybody, and the round for a city's own systems."""
