"""What this book holds of every chain, what is missing of it, and what the province has acknowledged."""
