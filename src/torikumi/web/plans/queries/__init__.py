"""What the pages of plans ask: editions, projects, imports. Nothing here writes."""
