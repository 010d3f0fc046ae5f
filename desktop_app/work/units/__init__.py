"""Units, clusters and yearly figures; who writes the book, who holds which post, whom to telephone."""
