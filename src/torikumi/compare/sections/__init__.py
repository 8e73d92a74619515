"""Sections in time (組織の変遷): what became of each section between two lists of a city's organisation."""
