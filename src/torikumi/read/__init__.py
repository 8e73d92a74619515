"""A document becomes a plan, with what the reader is unsure of."""
