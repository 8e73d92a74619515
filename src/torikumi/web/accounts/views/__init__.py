"""Pages of people: the way in, one's own account, the administrator's lists."""
