"""Papers on screen: pages and the printer."""
