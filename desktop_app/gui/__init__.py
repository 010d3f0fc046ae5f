"""The window. Only this package and `start` name PySide6."""
