"""The trail: who did what and when, written once and never changed."""
