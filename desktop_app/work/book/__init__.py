"""What makes and keeps a book, and who may write it."""
