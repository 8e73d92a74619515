"""Invented plans at any size, for measuring; nothing in them is true, and every record says so."""
