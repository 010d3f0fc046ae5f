"""The sample province, made through the same verbs people use."""
