"""What comes in as a file: put in order, taken in with one outcome each, kept in quarantine where it cannot be."""
