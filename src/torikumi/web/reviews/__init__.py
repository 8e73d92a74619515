"""The yearly review (年度評価): rounds, sheets, approvals, voices, workbooks, the freeze."""
