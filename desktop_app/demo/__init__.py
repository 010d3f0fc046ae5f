"""The sample province, made through the same verbs people use; every person in it is invented."""
