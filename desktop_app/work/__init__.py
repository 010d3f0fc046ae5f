"""The verbs of an office: one file a subject, one transaction a verb."""
