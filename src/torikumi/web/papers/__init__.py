"""Papers from the plan (様式): filled on a page, and their templates in the city's own words."""
