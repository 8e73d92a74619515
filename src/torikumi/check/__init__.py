"""Whether a plan is in order: rules, and the findings they give."""
