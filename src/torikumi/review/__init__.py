"""The yearly review (年度評価) as rules: what a round asks, what an answer must say, who moves it on; no database."""
