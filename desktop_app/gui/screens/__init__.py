"""One folder a screen; a screen never imports another."""
