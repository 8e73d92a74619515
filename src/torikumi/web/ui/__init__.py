"""What every page shares: templates, components, styles, error pages, headers."""
