"""Choosing files and folders: one way for the whole program.

A dialog starts where papers and sticks are and never, of itself, beside the open book; it shows only what is wanted there.
It never looks into a file to find its picture or its kind: on Linux that would cost the open book SQLite's locks
(`db/held_file.py`). Windows's own dialog is used there, where locks belong to handles.
"""

from __future__ import annotations

import sys
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QFileInfo, QSettings, QStandardPaths, QUrl
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QFileIconProvider,
    QHeaderView,
    QLineEdit,
    QStyle,
    QTreeView,
    QWidget,
)

from db.files import is_folder
from db.i18n import _
from desktop_app.gui.kit.inputs.line import NothingWithAlt
from desktop_app.gui.kit.inputs.path_input import removable_drives

Label, Mode, Option = QFileDialog.DialogLabel, QFileDialog.FileMode, QFileDialog.Option


KIND_COLUMN = 2
"""Of Qt's list of files."""


class FileType(Enum):
    """What is chosen. Of files that are read the value is their endings, and the dialog shows only those."""

    LISTS = ("xlsx", "xls", "xlsb", "ods", "csv")
    BUNDLES = ("khb", "zip")
    BOOKS = ("skh",)
    FOLDER = "folder"
    TARGET = "target"

    def words(self) -> str:
        """How the dialog calls files that are read; every file, where it is no such kind."""
        named = {
            FileType.LISTS: _("Danh sách Excel"),
            FileType.BUNDLES: _("Tệp gửi, nhận"),
            FileType.BOOKS: _("Sổ Khuyến học"),
        }
        if self not in named:
            return _("Mọi tệp (*)")
        return f"{named[self]} ({' '.join(f'*.{ending}' for ending in self.value)})"


class FileDialogs:
    """Opens dialogs, each kind where it was left the last time; `book` is the open book, whose folder is not offered first."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings
        self.book: Path | None = None

    def files(self, parent: QWidget, title: str, kind: FileType) -> list[Path]:
        """Files of a kind to be read; none where the person thinks better of it."""
        dialog = self._dialog(parent, title, kind)
        dialog.setFileMode(Mode.ExistingFiles if kind is FileType.BUNDLES else Mode.ExistingFile)
        dialog.setNameFilter(kind.words())
        dialog.setOption(Option.ReadOnly)
        dialog.setLabelText(Label.Accept, _("Chọn"))
        return self._chosen(dialog, kind)

    def folder(self, parent: QWidget, title: str, start: Path | None = None) -> Path | None:
        """A folder."""
        dialog = self._dialog(parent, title, FileType.FOLDER, start)
        dialog.setFileMode(Mode.Directory)
        dialog.setOption(Option.ShowDirsOnly)
        dialog.setNameFilter(_("Thư mục (*)"))
        dialog.setLabelText(Label.FileName, _("Thư mục:"))
        dialog.setLabelText(Label.Accept, _("Chọn"))
        return next(iter(self._chosen(dialog, FileType.FOLDER)), None)

    def target(self, parent: QWidget, title: str, name: str) -> Path | None:
        """Where to write a file, `name` unless the person says otherwise."""
        dialog = self._dialog(parent, title, FileType.TARGET)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(Mode.AnyFile)
        endings = _endings_beside(Path(name).suffix.removeprefix("."))
        dialog.setNameFilters([_("Tệp {ending} (*.{ending})").format(ending=ending) for ending in endings])
        dialog.setDefaultSuffix(endings[0])
        dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(chosen.rpartition("*.")[2].rstrip(")")))
        dialog.setLabelText(Label.Accept, _("Lưu"))
        dialog.selectFile(name)
        return next(iter(self._chosen(dialog, FileType.TARGET)), None)

    def start_folder(self, kind: FileType) -> Path:
        """Where a dialog of a kind begins."""
        last = str(self._settings.value(f"folders/{kind.name.lower()}", "") or "")
        sticks = removable_drives()
        offered = [
            *([Path(last)] if last else []),
            *(sticks if len(sticks) == 1 and kind is not FileType.BOOKS else []),
            *([books_folder()] if kind is FileType.BOOKS else []),
            documents(),
            Path.home(),
        ]
        beside = self.book.parent if self.book else None
        return next((one for one in offered if is_folder(one) and one != beside), Path.home().parent)

    def _dialog(self, parent: QWidget, title: str, kind: FileType, start: Path | None = None) -> QFileDialog:
        dialog = QFileDialog(parent, title, str(start if start and is_folder(start) else self.start_folder(kind)))
        dialog.setLabelText(Label.LookIn, _("Xem trong:"))
        dialog.setLabelText(Label.FileName, _("Tên tệp:"))
        dialog.setLabelText(Label.FileType, _("Loại tệp:"))
        dialog.setLabelText(Label.Reject, _("Thôi"))
        if sys.platform != "win32":
            dialog.setOption(Option.DontUseNativeDialog)
            dialog.setOption(Option.DontUseCustomDirectoryIcons)
            dialog.setIconProvider(_icons())
            places = [documents(), Path.home(), *removable_drives()]
            dialog.setSidebarUrls([QUrl.fromLocalFile(str(place)) for place in places if is_folder(place)])
            _give_room(dialog, parent)
            for line in dialog.findChildren(QLineEdit):
                line.installEventFilter(NothingWithAlt(line))
        return dialog

    def _chosen(self, dialog: QFileDialog, kind: FileType) -> list[Path]:
        try:
            if dialog.exec() != QFileDialog.DialogCode.Accepted:
                return []
            found = [Path(name) for name in dialog.selectedFiles()]
        finally:
            dialog.deleteLater()
        if found:
            self._settings.setValue(
                f"folders/{kind.name.lower()}", str(found[0] if kind is FileType.FOLDER else found[0].parent)
            )
        return found


def _give_room(dialog: QFileDialog, parent: QWidget) -> None:
    """Large enough for names at any text size; the kind of a file is in its name."""
    room = parent.window().size()
    dialog.resize(max(dialog.width(), room.width() * 4 // 5), max(dialog.height(), room.height() * 4 // 5))
    for view in dialog.findChildren(QTreeView, "treeView"):
        view.hideColumn(KIND_COLUMN)
        view.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        view.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        view.header().setStretchLastSection(False)


class _PlainIcons(QFileIconProvider):
    """A picture and a word for each file by its name alone."""

    def __init__(self) -> None:
        super().__init__()
        style = QApplication.style()
        self._file = style.standardIcon(QStyle.StandardPixmap.SP_FileIcon)
        self._folder = style.standardIcon(QStyle.StandardPixmap.SP_DirIcon)
        self._drive = style.standardIcon(QStyle.StandardPixmap.SP_DriveHDIcon)

    def icon(self, of: QFileInfo | QFileIconProvider.IconType) -> QIcon:
        """The picture (Qt)."""
        if isinstance(of, QFileInfo):
            return self._drive if of.isRoot() else self._folder if of.isDir() else self._file
        folders = (QFileIconProvider.IconType.Folder, QFileIconProvider.IconType.Desktop)
        return self._folder if of in folders else self._file if of is QFileIconProvider.IconType.File else self._drive

    def type(self, of: QFileInfo) -> str:
        """The word in the column of kinds (Qt)."""
        return _("Thư mục") if of.isDir() else _("Tệp {ending}").format(ending=of.suffix())


_made: list[_PlainIcons] = []


def _icons() -> _PlainIcons:
    """One for the whole program: a dialog does not keep its own alive."""
    if not _made:
        _made.append(_PlainIcons())
    return _made[0]


def _endings_beside(ending: str) -> list[str]:
    """The endings a file may have instead: a list is an Excel file or CSV."""
    return ["xlsx", "csv"] if ending == "xlsx" else [ending]


def documents() -> Path:
    """The person's documents."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or Path.home())


def books_folder() -> Path:
    """Where a new book is kept unless the person says otherwise: among the documents."""
    return documents() / "So Khuyen hoc"
