"""Tables of records: rows, their order, search and filters."""
