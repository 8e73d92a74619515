"""Words of the yearly review in templates."""
