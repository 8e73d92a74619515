"""Lineage (系譜): which project of one edition became which of the next, with evidence and a confidence."""
