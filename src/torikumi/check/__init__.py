"""A plan is looked over by rules; each finding says where, what and why."""
