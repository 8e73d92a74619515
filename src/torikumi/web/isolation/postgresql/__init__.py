"""Django's PostgreSQL, with the city that is at work told to the database."""
