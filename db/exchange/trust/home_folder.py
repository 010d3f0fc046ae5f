"""The home folder: the keys of this machine's devices and of the province's roots, outside every book.

Key files are made once, readable by their owner alone, and never travel.
"""

from __future__ import annotations

import hashlib
import json
import os
import uuid
from pathlib import Path

from db.exchange.wire.signatures import DeviceKeys
from db.files import put_in_place, remove_quietly
from db.i18n import _
from db.refusal import BookUnusable, Refusal

KEY_FILE = "keys.json"


class Home:
    """The folder of keys and marks: one folder an office and device, one file a root key."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def device_folder(self, office: bytes, device: bytes) -> Path:
        """Where the keys and marks of one device of one office lie."""
        return self.folder / f"{office.hex()[:8]}-{device.hex()[:8]}"

    def keep(self, office: bytes, keys: DeviceKeys) -> Path:
        """Write new device keys to their folder."""
        folder = self.device_folder(office, keys.device)
        write_private(folder / KEY_FILE, {"sign": keys.seed.hex(), "age": keys.age_secret})
        return folder

    def find(self, office: bytes, device: bytes) -> DeviceKeys | None:
        """The keys of a device, or None when they are not on this machine."""
        return _keys_in(self.device_folder(office, device) / KEY_FILE)

    def asking(self, office: bytes, book_id: str) -> DeviceKeys | None:
        """The keys that a book on this machine has asked to be enrolled with, while the province has not answered."""
        return _keys_in(self._asking(office, book_id))

    def keep_asking(self, office: bytes, book_id: str, keys: DeviceKeys) -> None:
        """Keep keys until the province has enrolled them."""
        write_private(self._asking(office, book_id), {"sign": keys.seed.hex(), "age": keys.age_secret})

    def forget_asking(self, office: bytes, book_id: str) -> None:
        """The keys are enrolled and kept as the device's own."""
        self._asking(office, book_id).unlink(missing_ok=True)

    def _asking(self, office: bytes, book_id: str) -> Path:
        return self.folder / f"asking-{office.hex()[:8]}-{book_id[:8]}.json"

    def keep_root(self, keys: DeviceKeys) -> Path:
        """Write a root key of the province."""
        path = self.folder / f"root-{keys.device.hex()[:8]}.json"
        write_private(path, {"sign": keys.seed.hex(), "age": keys.age_secret})
        return path

    def find_root(self, root: bytes) -> DeviceKeys | None:
        """The root key of this id, or None when it is not on this machine."""
        return _keys_in(self.folder / f"root-{root.hex()[:8]}.json")

    def machine(self) -> str:
        """A salted hash that names this machine; kept books and copied home folders give themselves away by it."""
        return hashlib.sha256(b"kh/m1\0" + _machine_id(self.folder).encode()).hexdigest()


def _keys_in(path: Path) -> DeviceKeys | None:
    if not path.is_file():
        return None
    stored = _read_json(path)
    try:
        return DeviceKeys(bytes.fromhex(stored["sign"]), stored["age"])
    except (KeyError, ValueError, TypeError):
        raise _damaged(path) from None


def write_private(path: Path, content: dict[str, object]) -> None:
    """Write a small JSON file whole or not at all, readable by its owner alone."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(content, file)
            file.flush()
            os.fsync(file.fileno())
        put_in_place(part, path)
    except OSError as error:
        remove_quietly(path.with_suffix(".part"))
        raise cannot_write(path.parent) from error


def cannot_write(folder: Path) -> Refusal:
    """The refusal where the home folder takes nothing in."""
    return Refusal(
        _("Không ghi được vào «{path}». Kiểm tra ổ đĩa còn chỗ và không khóa ghi, rồi làm lại.").format(path=folder),
        code="DISK",
    )


def _read_json(path: Path) -> dict[str, str]:
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise _damaged(path) from None
    if not isinstance(stored, dict):
        raise _damaged(path)
    return stored


def _damaged(path: Path) -> BookUnusable:
    return BookUnusable(
        _("Tệp khóa «{path}» bị hỏng. Chép lại tệp khóa đã cất riêng, hoặc đăng ký lại máy này với tỉnh.").format(
            path=path
        ),
        code="KEY_FILE",
    )


def _machine_id(folder: Path) -> str:
    for known in (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id")):
        if known.is_file() and (text := known.read_text(encoding="ascii", errors="replace").strip()):
            return text
    return _windows_guid() or _made_up(folder)


def _windows_guid() -> str:
    try:
        import winreg
    except ImportError:
        return ""
    with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key:  # type: ignore[attr-defined,unused-ignore]
        return str(winreg.QueryValueEx(key, "MachineGuid")[0])  # type: ignore[attr-defined,unused-ignore]


def _made_up(folder: Path) -> str:
    path = folder / "machine.json"
    if not path.is_file():
        write_private(path, {"machine": uuid.uuid4().hex})
    return _read_json(path)["machine"]
