"""The forms (様式) that a city fills from the plan: templates of Word with blanks, filled, and set as PDF."""
