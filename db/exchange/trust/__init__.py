"""Whom the books of a province believe, and what a device keeps outside its book: keys and the high-water mark."""
