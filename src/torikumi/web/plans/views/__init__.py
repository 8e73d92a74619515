"""The pages of plans: a request becomes one call, its result one answer."""
