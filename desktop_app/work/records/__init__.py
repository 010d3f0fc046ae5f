"""What every verb stands on: how typed fields are read, found, corrected, undone and logged. Imports no other room."""
