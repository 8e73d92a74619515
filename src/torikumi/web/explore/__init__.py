"""Pages that ask the corpus: what others do beside one's own projects, and how it went."""
