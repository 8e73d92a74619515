"""Cities, sections, people and their roles; who may do what."""
