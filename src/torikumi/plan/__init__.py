"""What a plan is: frozen values, and plan.json, their canonical form."""
