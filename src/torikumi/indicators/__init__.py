"""Whether the numbers moved: grades by the city's own rule, rolled up, and where an indicator is heading."""
