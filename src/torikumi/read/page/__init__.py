"""A page of pieces of text and rules becomes lines and tables, whatever file or picture it came from."""
