"""Papers (帳票) as PDF, set by Typst: the plan's table, the project sheets, the committee's summary."""
