"""The second net below `within(…)`: PostgreSQL itself shows and takes only rows of the city that is at work."""
