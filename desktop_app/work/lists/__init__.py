"""Lists: for each subject its ids in display order and pages of rows, straight from SQL."""
