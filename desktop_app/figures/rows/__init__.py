"""The rows of a cluster's report: units of a day, their figures, rows beside them, flags and praise."""
