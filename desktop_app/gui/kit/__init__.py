"""The widgets of the window, in rooms: from the look up to the pages of declared subjects."""
