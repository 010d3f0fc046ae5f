"""The report of a cluster and of one office, filled for paper, sheet and screen."""
