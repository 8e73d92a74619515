"""Measuring the corpus: other ways to find texts, and other engines, beside ours."""
