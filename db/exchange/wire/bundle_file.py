"""The .khb file: fixed layout, one signature, limits. Nothing is parsed before an enrolled device's signature holds.

0    8   magic "KHB1" 0D 0A 1A 0A
8    1   kind: 1 journal, 2 down, 3 ack, 4 trust, 5 ask, 6 relay
9    3   zero
12   4   u32 big endian H, header length, 1..65536
16   8   u64 big endian P, payload length, 0..64 MiB
24   16  signer: the device id (of a root key: same rule)
40   H   header, canonical JSON; in an ask, and in a trust file for a book without a root, the Ed25519 key first
40+H 64  Ed25519 over PAE(type, bytes 0..40+H)
then P   payload = age(zstd(lines)), or zstd(lines) with enc "none"; the file ends there
"""

from __future__ import annotations

import errno
import hashlib
import io
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from pathlib import Path
from typing import Any

from db.exchange.outcomes import BundleRefused, Code
from db.exchange.wire.canonical_json import encode
from db.exchange.wire.signatures import DeviceKeys, device_id, is_safe_key, verifies
from db.files import put_in_place, remove_quietly, safe_target
from db.held_file import is_open_book
from db.i18n import _
from db.refusal import Refusal

MAGIC = b"KHB1\r\n\x1a\n"
FIXED = 40
SIGNATURE = 64
HEADER_BYTES = 65_536
PAYLOAD_BYTES = 64 * 2**20
RAW_BYTES = 128 * 2**20
LINE_BYTES = 64 * 1024
LINES = 200_010

SLICE = 16 * 1024
"""So much of a packed stream is unpacked at once, before its size is looked at again."""
WINDOW_BYTES = 8 * 2**20
DIRECTORY_BYTES = 1024
"""Of a ZIP with one file: the list of its files, which is looked at before anything reads it."""
FILE_BYTES = FIXED + HEADER_BYTES + SIGNATURE + PAYLOAD_BYTES
TYPE = b"application/vnd.khuyenhoc.bundle;v=1"
ZIP_MAGIC = b"PK\x03\x04"
ZIP_END, ZIP_END_BYTES = b"PK\x05\x06", 22


class FileKind(IntEnum):
    """What a .khb carries."""

    JOURNAL = 1
    DOWN = 2
    ACK = 3
    TRUST = 4
    ASK = 5
    RELAY = 6


@dataclass(frozen=True)
class Envelope:
    """A file cut into its parts by its own lengths; nothing of it is believed yet."""

    kind: FileKind
    signer: bytes
    signed: bytes
    header: bytes
    signature: bytes
    payload: bytes
    content: bytes

    @cached_property
    def sha256(self) -> str:
        """The hash of the whole file."""
        return hashlib.sha256(self.content).hexdigest()


def read_file(path: Path) -> bytes:
    """The bytes of a file, or of the one .khb in a ZIP that a chat app made; UNREADABLE, TOO_BIG, FORMAT."""
    try:
        facts = path.stat()
        if not stat.S_ISREG(facts.st_mode):  # a pipe or a device might never end
            raise BundleRefused(Code.UNREADABLE)
        if facts.st_size > FILE_BYTES:
            raise BundleRefused(Code.TOO_BIG)
        if is_open_book(path):
            raise BundleRefused(Code.FORMAT)
        content = path.read_bytes()
    except OSError as error:
        raise BundleRefused(Code.UNREADABLE) from error
    return _unwrap(content) if content[:4] == ZIP_MAGIC else content


def _unwrap(content: bytes) -> bytes:
    if not _holds_one_file(content):
        raise BundleRefused(Code.FORMAT)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if len(members) != 1 or not members[0].filename.endswith(".khb"):
                raise BundleRefused(Code.FORMAT)
            if members[0].file_size > FILE_BYTES:
                raise BundleRefused(Code.TOO_BIG)
            with archive.open(members[0]) as member:
                inner = member.read(members[0].file_size + 1)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise BundleRefused(Code.DAMAGED) from error
    if len(inner) != members[0].file_size:
        raise BundleRefused(Code.TOO_BIG)
    return inner


def _holds_one_file(content: bytes) -> bool:
    """Whether the end of a ZIP says that it holds one file; a list of a million names is never read. DAMAGED without an end."""
    at = content.rfind(ZIP_END, max(0, len(content) - ZIP_END_BYTES - 0xFFFF))
    if at < 0 or len(content) < at + ZIP_END_BYTES:
        raise BundleRefused(Code.DAMAGED)
    members, size = struct.unpack_from("<HI", content, at + 10)
    return bool(members == 1 and size <= DIRECTORY_BYTES)


def cut(content: bytes) -> Envelope:
    """Cut a file into its parts: magic and lengths only. FORMAT, TRUNCATED, TOO_BIG."""
    if len(content) < FIXED:
        begun = content and content == MAGIC[: len(content)]
        raise BundleRefused(Code.TRUNCATED if begun or content[:8] == MAGIC else Code.FORMAT)
    if content[:8] != MAGIC or content[9:12] != b"\0\0\0":
        raise BundleRefused(Code.FORMAT)
    try:
        kind = FileKind(content[8])
    except ValueError:
        raise BundleRefused(Code.FORMAT) from None
    header_size, payload_size = struct.unpack(">IQ", content[12:24])
    if not 1 <= header_size <= HEADER_BYTES or payload_size > PAYLOAD_BYTES:
        raise BundleRefused(Code.TOO_BIG if header_size > HEADER_BYTES or payload_size > PAYLOAD_BYTES else Code.FORMAT)
    expected = FIXED + header_size + SIGNATURE + payload_size
    if len(content) != expected:
        raise BundleRefused(Code.TRUNCATED if len(content) < expected else Code.FORMAT)
    end = FIXED + header_size
    return Envelope(
        kind=kind,
        signer=content[24:40],
        signed=content[:end],
        header=content[FIXED:end],
        signature=content[end : end + SIGNATURE],
        payload=content[end + SIGNATURE :],
        content=content,
    )


def check_signature(envelope: Envelope, public: bytes) -> None:
    """BAD_SIGNATURE unless the key signed bytes 0..40+H, BAD_KEY for an unsafe key."""
    if not is_safe_key(public):
        raise BundleRefused(Code.BAD_KEY)
    if not verifies(public, _pae(envelope.signed), envelope.signature):
        raise BundleRefused(Code.BAD_SIGNATURE)


def self_signed_key(envelope: Envelope) -> bytes:
    """The Ed25519 key that an ask (or a first trust file) carries in front of its header; it must be the signer's."""
    public = envelope.header[:32]
    if len(envelope.header) <= 32 or device_id(public) != envelope.signer:
        raise BundleRefused(Code.BAD_KEY)
    return public


def open_payload(envelope: Envelope, header: Mapping[str, Any], age_secrets: Sequence[str]) -> list[bytes]:
    """The payload's lines: hash, age, zstd frame header, bounded stream. DAMAGED, NOT_FOR_ME, TOO_BIG, LIMIT."""
    if hashlib.sha256(envelope.payload).hexdigest() != header["csha"]:
        raise BundleRefused(Code.DAMAGED)
    packed = envelope.payload if header.get("enc", "none") == "none" else _decrypt(envelope.payload, age_secrets)
    if len(packed) != header["z"]:
        raise BundleRefused(Code.DAMAGED)
    return split_lines(_unpack(packed, header["raw"]))


def _decrypt(payload: bytes, age_secrets: Sequence[str]) -> bytes:
    import pyrage

    identities = [pyrage.x25519.Identity.from_str(secret) for secret in age_secrets]
    if not identities:
        raise BundleRefused(Code.NOT_FOR_ME)
    try:
        return pyrage.decrypt(payload, identities)
    except pyrage.DecryptError as error:
        no_match = "No matching" in str(error)
        raise BundleRefused(Code.NOT_FOR_ME if no_match else Code.DAMAGED) from error


def _unpack(packed: bytes, raw: int) -> bytes:
    """Decompress at most `raw` bytes; the frame's own claims are checked first, then the stream is bounded anyway."""
    import zstandard

    if not 0 <= raw <= RAW_BYTES:
        raise BundleRefused(Code.TOO_BIG)
    try:
        frame = zstandard.get_frame_parameters(packed)
        if frame.content_size != raw or frame.window_size > WINDOW_BYTES or not frame.has_checksum or frame.dict_id:
            raise BundleRefused(Code.TOO_BIG if frame.content_size > raw else Code.DAMAGED)
        stream = zstandard.ZstdDecompressor(max_window_size=WINDOW_BYTES).decompressobj()
        lines = bytearray()
        for start in range(0, len(packed), SLICE):
            lines += stream.decompress(packed[start : start + SLICE])
            if len(lines) > raw or (stream.eof and (stream.unused_data or start + SLICE < len(packed))):
                raise BundleRefused(Code.DAMAGED)  # more than was said, or something behind the one frame
    except (zstandard.ZstdError, MemoryError) as error:
        raise BundleRefused(Code.DAMAGED) from error
    if not stream.eof or len(lines) != raw:
        raise BundleRefused(Code.DAMAGED)
    return bytes(lines)


def split_lines(raw: bytes) -> list[bytes]:
    """Lines of a payload, each ended by 0A. LIMIT, NOT_CANONICAL."""
    if not raw:
        return []
    if not raw.endswith(b"\n"):
        raise BundleRefused(Code.NOT_CANONICAL)
    lines = raw[:-1].split(b"\n")
    if len(lines) > LINES or max(map(len, lines)) > LINE_BYTES:
        raise BundleRefused(Code.LIMIT)
    return lines


def pack(lines: Sequence[bytes], recipients: Sequence[str] | None) -> tuple[bytes, dict[str, Any]]:
    """The payload of lines for age recipients and the header keys that describe it; None leaves it open to all.

    Refused where it is for somebody, but nobody who could open it is known.
    """
    import zstandard

    raw = b"".join(line + b"\n" for line in lines)
    packed = zstandard.ZstdCompressor(level=9, write_checksum=True, write_content_size=True).compress(raw)
    payload = packed
    if recipients is not None:
        if not recipients:
            raise Refusal(
                _("Chưa có máy nào được mở tệp này nên chưa lập tệp. Nhận danh sách tin cậy mới nhất rồi làm lại."),
                code="NO_RECIPIENT",
            )
        import pyrage

        payload = pyrage.encrypt(packed, [pyrage.x25519.Recipient.from_str(text) for text in recipients])
    facts = {"raw": len(raw), "z": len(packed), "csha": hashlib.sha256(payload).hexdigest()}
    return payload, facts


def seal(
    kind: FileKind, keys: DeviceKeys, header: Mapping[str, Any], payload: bytes, *, with_key: bool = False
) -> bytes:
    """The bytes of a signed file. `with_key` puts the Ed25519 key in front of the header (asks, first trust files)."""
    text = (keys.public if with_key else b"") + encode(dict(header))
    if len(text) > HEADER_BYTES or len(payload) > PAYLOAD_BYTES:
        raise BundleRefused(Code.TOO_BIG)
    fixed = MAGIC + bytes([kind, 0, 0, 0]) + struct.pack(">IQ", len(text), len(payload)) + keys.device
    signed = fixed + text
    return signed + keys.sign(_pae(signed)) + payload


def _pae(signed: bytes) -> bytes:
    """Pre-authentication encoding (DSSE): what is signed cannot be taken for anything else."""
    return b"DSSEv1 %d %s %d %s" % (len(TYPE), TYPE, len(signed), signed)


def write_file(path: Path, content: bytes, *, check: Callable[[bytes], None] | None = None) -> None:
    """Write a file whole or not at all, read it back, and only then give it its name."""
    part = safe_target(path).with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        written = part.read_bytes()
        if written != content:
            raise OSError("the file reads back differently")
        if check is not None:
            check(written)
        put_in_place(part, path)
    except OSError as error:
        remove_quietly(part)
        full = error.errno == errno.ENOSPC
        raise Refusal(
            _("Ổ đĩa đã đầy nên chưa ghi được tệp «{name}». Xóa bớt tệp hoặc chọn ổ khác, rồi làm lại.").format(
                name=path.name
            )
            if full
            else _("Không ghi được tệp «{name}» vào «{folder}». Kiểm tra USB có khóa ghi không, rồi làm lại.").format(
                name=path.name, folder=path.parent
            ),
            code="DISK_FULL" if full else "DISK",
        ) from error
