"""Files a person names: names that every machine takes, and files that appear whole or not at all."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from db.held_file import is_book
from db.i18n import _
from db.refusal import BookUnusable, Refusal

FORBIDDEN = frozenset('<>:"/\\|?*')
DEVICES = frozenset(["CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in "0123456789¹²³")])
"""Names Windows keeps for itself, also with an ending (learn.microsoft.com, "Naming Files, Paths, and Namespaces")."""
NAME_BYTES, NAME_LETTERS, BOOK_PATH_LETTERS = 255, 240, 240
"""Longest name here (ext4, in UTF-8) and on Windows less room for `.part`; longest path of a book: Windows takes 260, SQLite
and this program put endings behind it.
"""
ENDINGS_OF_BOOKS = (".skh", ".skh-wal", ".skh-shm", ".skh.lock")
HELD_BY_OTHERS, TRIES, PAUSE = (5, 32), 20, 0.05
"""Windows says so while a virus scanner or an indexer looks at a new file, for some tenths of a second."""


def safe_book_name(path: Path) -> Path:
    """The path of a book to be written, where its name is none of a file that lies beside a book."""
    if path.name.lower().endswith(ENDINGS_OF_BOOKS[1:]):
        raise Refusal(
            _("«{name}» là tên của tệp đi kèm một quyển sổ. Chọn tên có đuôi .skh, rồi làm lại.").format(
                name=path.name
            ),
            code="NAME",
        )
    return require_short(safe_name(path))


def safe_name(path: Path) -> Path:
    """The path, where every machine takes its name and the names of the folders still to be made, and where no pipe or
    device lies; else refused in words.
    """
    if not is_folder(path):
        require_regular(path)
    for one in (path, *path.parents):
        if not os.path.isfile(one) and not os.path.isdir(one):  # noqa: PTH112, PTH113 - pathlib raises for a long name
            _check_name(one.name)
    return path


def require_regular(path: Path) -> None:
    """Refuse what has a name but is no file: a pipe would let whoever opens it wait for ever."""
    if os.path.exists(path) and not os.path.isfile(path):  # noqa: PTH110, PTH113 - pathlib raises for a long name
        raise BookUnusable(
            _(
                "«{path}» không phải tệp thường (là thư mục, ống dẫn hay thiết bị) nên không dùng được. Chọn hoặc đổi tên khác."
            ).format(path=path),
            code="NOT_A_FILE",
        )


def same_disk(one: Path, other: Path) -> bool:
    """Whether two existing paths lie on one drive, as far as the system tells; parts of one disk may look like two."""
    drives = one.absolute().drive.lower(), other.absolute().drive.lower()
    return drives[0] == drives[1] != "" or one.stat().st_dev == other.stat().st_dev


def safe_target(path: Path) -> Path:
    """The path of a file to be written that is no book; a book is never written over, whatever its name."""
    if not path.name or path.name in (".", ".."):
        raise Refusal(_("Chưa ghi tên tệp. Ghi tên tệp cần lập, không chỉ tên thư mục."), code="NAME")
    _require_unicode(path, Refusal)
    if path.name.lower().endswith(ENDINGS_OF_BOOKS) or is_book(path):
        raise Refusal(
            _("«{name}» là tên của một quyển sổ. Chọn tên khác để không ghi đè lên sổ.").format(name=path.name),
            code="NAME",
        )
    return safe_name(path)


def require_short(path: Path) -> Path:
    """The path of a book, where it is short enough for SQLite and for Windows; else refused in words."""
    _require_unicode(path, BookUnusable)
    if len(str(path.absolute())) > BOOK_PATH_LETTERS:
        raise BookUnusable(
            _(
                "Đường dẫn của sổ «{name}» dài quá {count} chữ nên máy không mở được. "
                "Đặt sổ vào thư mục gần gốc ổ đĩa hơn, hoặc đặt tên ngắn hơn."
            ).format(name=path.name[:40], count=BOOK_PATH_LETTERS),
            code="PATH_LONG",
        )
    return path


def require_one_name(path: Path) -> None:
    """Refuse to write to a file that has two names (hard links): SQLite keeps a log and a lock for each of them."""
    if path.stat().st_nlink > 1:
        raise BookUnusable(
            _(
                "Sổ «{name}» có hai tên trên ổ đĩa (liên kết cứng) nên chỉ xem được: ghi qua hai tên sẽ mất số liệu. "
                "Chép sổ ra một tệp mới bằng «Sao lưu» rồi ghi vào tệp mới, hoặc xóa tên thừa."
            ).format(name=path.name),
            code="TWO_NAMES",
        )


def _require_unicode(path: Path, refusal: type[Refusal]) -> None:
    """A name that is no UTF-8 has no letters: SQLite cannot be told it, and no other machine could show it."""
    if any("\ud800" <= sign <= "\udfff" for sign in str(path)):
        shown = str(path).encode("utf-8", "replace").decode()
        raise refusal(
            _(
                "Đường dẫn «{path}» có chữ theo bảng mã cũ (không phải UTF-8) nên không dùng được. "
                "Đổi tên tệp hoặc thư mục ấy, rồi làm lại."
            ).format(path=shown),
            code="NAME",
        )


def _check_name(name: str) -> None:
    signs = sorted({sign for sign in name if sign in FORBIDDEN})
    if signs:
        raise _refused(
            _("Tên «{name}» có dấu {signs} mà Windows không nhận. Bỏ dấu ấy khỏi tên, rồi làm lại."),
            name,
            signs=" ".join(signs),
        )
    if any(ord(sign) < 32 or ord(sign) == 127 for sign in name):
        raise _refused(_("Tên «{name}» có ký tự không nhìn thấy. Gõ lại tên, rồi làm lại."), name)
    if name.partition(".")[0].rstrip().upper() in DEVICES:
        raise _refused(_("Tên «{name}» Windows giữ cho riêng mình. Chọn tên khác, rồi làm lại."), name)
    if name.endswith((".", " ")) and name not in (".", ".."):
        raise _refused(
            _("Tên «{name}» kết thúc bằng dấu chấm hoặc dấu cách mà Windows không nhận. Bỏ dấu ấy, rồi làm lại."), name
        )
    if len(name) > NAME_LETTERS or len(name.encode("utf-8", "replace")) > NAME_BYTES - len(".part"):
        raise _refused(_("Tên «{name}…» dài quá. Đặt tên ngắn hơn, rồi làm lại."), name[:40])


def _refused(text: str, name: str, **more: str) -> Refusal:
    return Refusal(text.format(name=name, **more), code="NAME")


def is_folder(path: Path) -> bool:
    """Whether a path somebody named is a folder; one that no machine could hold is none."""
    return os.path.isdir(path)  # noqa: PTH112 - pathlib raises for a long name


def files_below(folder: Path) -> list[Path]:
    """The files in a folder and all folders in it, in order; what vanishes or may not be read meanwhile is passed by."""
    found = [Path(place, name) for place, _folders, names in os.walk(folder) for name in names]
    return sorted(found)


def real_path(path: Path) -> Path:
    """Where a symbolic link leads, so that what lies beside a book lies beside it under all its names; else the path.

    A link that leads round in a circle leads to nothing that is there.
    """
    return Path(os.path.realpath(path)) if os.path.islink(path) else path  # noqa: PTH114 - pathlib raises for a long name


def same_file(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file, also by another name of it; files that are not there are compared by name."""
    try:
        return one.samefile(other)
    except OSError:
        return one.absolute() == other.absolute()


def put_in_place(part: Path, target: Path) -> None:
    """Give a file that is whole its name; on Windows it is tried again for a second while another program looks at it."""
    for _attempt in range(TRIES if sys.platform == "win32" else 0):
        try:
            part.replace(target)
        except PermissionError as error:
            if getattr(error, "winerror", 0) not in HELD_BY_OTHERS:
                raise
            time.sleep(PAUSE)
        else:
            return
    part.replace(target)


def remove_quietly(path: Path) -> None:
    """Remove what is left of an attempt; where even that fails, it must not hide why the attempt failed."""
    with suppress(OSError):
        path.unlink(missing_ok=True)


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """A path beside `target` to write to; it takes the target's place at the end, or is removed. Bad names are refused first."""
    part = safe_target(target).with_name(f"{target.stem}.part{target.suffix}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        yield part
        put_in_place(part, target)
    except OSError as error:
        raise Refusal(
            _(
                "Không ghi được tệp «{name}». Kiểm tra ổ đĩa còn chỗ và tệp không mở ở chương trình khác, rồi làm lại."
            ).format(name=target.name),
            code="DISK",
        ) from error
    finally:
        remove_quietly(part)
