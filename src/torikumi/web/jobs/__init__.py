"""Work that goes on after the answer: kept as rows, done by a loop or a worker, begun again after a crash."""
