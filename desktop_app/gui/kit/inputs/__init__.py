"""Inputs of one value: text, money, days, choices, paths, records found by typing."""
