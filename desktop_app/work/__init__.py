"""The verbs of an office, one room a matter, one transaction a verb."""
