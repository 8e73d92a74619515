"""Every change of people, roles and sections; each with its event in the trail."""
