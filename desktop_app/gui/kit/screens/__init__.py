"""What a screen is made of: pages that read, lists, cards, help, undo."""
