"""The only widgets in use."""
