"""Word files: the parts of the package, its styles, its automatic numbers, its text and its tables."""
