"""Everything people do with the book: on the screen, on paper, in a spreadsheet, at a command line."""
