"""The look: theme, text size, letters to press, words of Qt, cards, bars and how they flow."""
