"""Pages and forms of declared subjects, and their lists from Excel."""
