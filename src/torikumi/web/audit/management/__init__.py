"""Commands for the person at the server."""
