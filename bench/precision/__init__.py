"""How often the rules of `torikumi check` are right: real plans, a sample of findings, and what a person said of each."""
