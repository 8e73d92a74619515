"""Reading in a process of its own, behind a wall and within limits: no document can hang, fill or crash who asks."""
