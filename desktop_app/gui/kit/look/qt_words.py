"""Qt's own words in Vietnamese: it brings none along for its file dialog, its buttons and the menu of a line of text."""

from __future__ import annotations

from PySide6.QtCore import QTranslator

from db.i18n import _, language


class QtWords(QTranslator):
    """Answers Qt with our words; what is not known here stays as Qt says it."""

    def translate(self, context: str, source: str, _comment: str | None = None, _n: int = -1) -> str:
        """The words for a text of Qt's (Qt); the text itself for none: an empty answer would blank it."""
        known = context.startswith("Q") and language() == "vi"
        return _words().get(source, source) if known else source

    def isEmpty(self) -> bool:
        """There is always something (Qt)."""
        return False


def _words() -> dict[str, str]:
    return {**_of_the_file_dialog(), **_of_its_questions(), **_of_buttons_and_lines()}


def _of_the_file_dialog() -> dict[str, str]:
    return {
        "Look in:": _("Xem trong:"),
        "File &name:": _("Tên tệp:"),
        "Files of type:": _("Loại tệp:"),
        "Directory:": _("Thư mục:"),
        "Back": _("Quay lại"),
        "Go back": _("Về thư mục vừa xem"),
        "Forward": _("Tới"),
        "Go forward": _("Tới thư mục vừa rời"),
        "Parent Directory": _("Lên một cấp"),
        "Go to the parent directory": _("Lên thư mục bên trên"),
        "Create New Folder": _("Thư mục mới"),
        "Create a New Folder": _("Lập một thư mục mới ở đây"),
        "New Folder": _("Thư mục mới"),
        "&New Folder": _("Thư mục mới"),
        "List View": _("Xem dạng tên"),
        "Change to list view mode": _("Chỉ hiện tên tệp"),
        "Detail View": _("Xem chi tiết"),
        "Change to detail view mode": _("Hiện cả cỡ tệp và ngày sửa"),
        "Sidebar": _("Nơi hay dùng"),
        "List of places and bookmarks": _("Các nơi hay dùng"),
        "Files": _("Tệp"),
        "Computer": _("Máy này"),
        "My Computer": _("Máy này"),
        "Recent Places": _("Nơi vừa xem"),
        "&Rename": _("Đổi tên"),
        "&Delete": _("Xóa"),
        "Show &hidden files": _("Hiện cả tệp ẩn"),
        "Remove": _("Bỏ khỏi danh sách"),
        "Name": _("Tên"),
        "Size": _("Cỡ"),
        "Type": _("Loại"),
        "Kind": _("Loại"),
        "Date Modified": _("Ngày sửa"),
        "All Files (*)": _("Mọi tệp (*)"),
    }


def _of_its_questions() -> dict[str, str]:
    return {
        "%1 already exists.\nDo you want to replace it?": _("Đã có tệp %1.\nGhi đè lên tệp ấy?"),
        "%1\nFile not found.\nPlease verify the correct file name was given.": _(
            "Không thấy tệp %1.\nXem lại tên tệp đã gõ."
        ),
        "%1\nDirectory not found.\nPlease verify the correct directory name was given.": _(
            "Không thấy thư mục %1.\nXem lại tên đã gõ."
        ),
        "'%1' is write protected.\nDo you want to delete it anyway?": _("«%1» khóa ghi.\nVẫn xóa?"),
        "Are you sure you want to delete '%1'?": _("Xóa «%1»?"),
        "Could not delete directory.": _("Không xóa được thư mục."),
        "Invalid filename": _("Tên không dùng được"),
    }


def _of_buttons_and_lines() -> dict[str, str]:
    return {
        "OK": _("Đồng ý"),
        "&OK": _("Đồng ý"),
        "Cancel": _("Thôi"),
        "&Yes": _("Có"),
        "&No": _("Không"),
        "Yes": _("Có"),
        "No": _("Không"),
        "Open": _("Mở"),
        "&Open": _("Mở"),
        "Save": _("Lưu"),
        "&Save": _("Lưu"),
        "&Choose": _("Chọn"),
        "Close": _("Đóng"),
        "&Undo": _("Hoàn tác"),
        "&Redo": _("Làm lại"),
        "Cu&t": _("Cắt"),
        "&Copy": _("Chép"),
        "&Paste": _("Dán"),
        "Delete": _("Xóa"),
        "Select All": _("Chọn tất cả"),
    }
