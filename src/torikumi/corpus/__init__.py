"""The corpus (全国の取組): the published editions of many bodies and years as one whole that can be searched and counted."""
