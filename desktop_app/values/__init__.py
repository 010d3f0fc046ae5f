"""Small pure values: money, words, dates, periods. Imports nothing of ours."""
