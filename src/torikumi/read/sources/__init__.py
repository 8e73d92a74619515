"""One module a file type: a path becomes tables of cells, without meaning."""
