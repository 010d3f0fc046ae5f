"""Numbers from the book: indicators, who is compared with whom, when a flag goes up."""
