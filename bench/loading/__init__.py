"""The last day of a round, played by a thousand people: what `bench/load.py` is made of."""
