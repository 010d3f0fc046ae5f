"""Runs of entries: verified, added to the chains of this book, told apart where versions fork, ruled and revoked."""
