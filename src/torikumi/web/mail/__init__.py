"""Letters and mail: texts that a city edits, mail that leaves once or not at all, and the log of what was sent."""
