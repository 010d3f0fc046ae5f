"""What is seen first: the office, the province, and what the settings tell of the book."""
