"""What this machine remembers between two starts: text size, language, the book opened last. Never anything of a record."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings

from db.exchange.trust.home_folder import Home

LAST_BOOK, LANGUAGE, GEOMETRY = "last_book", "language", "geometry"


def open_preferences(home: Home) -> QSettings:
    """The settings file in the home folder of the program."""
    home.folder.mkdir(parents=True, exist_ok=True)
    return QSettings(str(home.folder / "window.ini"), QSettings.Format.IniFormat)


def last_book(preferences: QSettings) -> Path | None:
    """The book opened last, if it is still there."""
    said = str(preferences.value(LAST_BOOK, "") or "")
    path = Path(said)
    return path if said and path.is_file() else None
