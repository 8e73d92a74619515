"""Real lineage: the national government's yearly review sheets as editions, and who followed whom."""
