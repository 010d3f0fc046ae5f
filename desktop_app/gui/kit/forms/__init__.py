"""Forms: fields with their errors, and what a key pressed twice does."""
