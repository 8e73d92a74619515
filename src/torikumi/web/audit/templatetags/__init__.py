"""Words of the trail in templates."""
