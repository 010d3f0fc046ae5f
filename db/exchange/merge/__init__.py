"""Entries become records: the graph of a record's versions, its fold, erasures and the rows that come of it."""
