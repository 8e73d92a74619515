"""Japanese text as city offices write it; knows nothing of plans."""
