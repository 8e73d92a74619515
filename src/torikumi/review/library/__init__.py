"""The ready-made settings of a round: forms, scales, chains and rules of rating, as data files beside this package."""
