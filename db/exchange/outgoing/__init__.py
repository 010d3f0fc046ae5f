"""What leaves this book as a file: runs, acknowledgements, relays of other offices' runs, histories of moved records."""
