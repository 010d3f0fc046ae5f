"""Canonical JSON: one value, one byte string. The only encoding that is signed, hashed or compared.

UTF-8, keys sorted, no spaces. A value is a non-empty NFC string without control, format or surrogate characters, an
integer within +-(2^53-1), null, or a list of such; a map has names as keys. No float, no boolean. Decoding then encoding
must give the same bytes, and the value rules are checked besides: the re-encode check alone lets 1.0 and U+007F pass.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import Any

import msgspec

from db.exchange.outcomes import BundleRefused, Code

LARGEST = 2**53 - 1
DEPTH = 4
FIELD_BYTES = 8 * 1024
NAME = re.compile(r"[a-z][a-z0-9_.]*\Z")
SIMPLE = re.compile(r"[ -~\u00a1-\u00ac\u00ae-\u02ff\u1ea0-\u1ef9]+\Z")
"""Strings of these characters alone are NFC and free of control and format characters: the common case, quickly."""

_encoder = msgspec.json.Encoder(order="sorted")
_decoder = msgspec.json.Decoder(strict=True)


def encode(value: Any) -> bytes:
    """The canonical bytes of a value that keeps the rules (use `check_value` for what comes from outside)."""
    return _encoder.encode(value)


def decode(line: bytes) -> Any:
    """The value of canonical bytes; anything else is refused: NOT_CANONICAL, TEXT or LIMIT."""
    try:
        value = _decoder.decode(line)
        again = _encoder.encode(value)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise BundleRefused(Code.NOT_CANONICAL) from error
    if again != line:
        raise BundleRefused(Code.NOT_CANONICAL)
    check_value(value)
    return value


def check_value(value: Any, depth: int = DEPTH) -> None:
    """Refuse a value that breaks the rules: NOT_CANONICAL for its type, TEXT for its characters, LIMIT for its size."""
    if value is None:
        return
    kind = type(value)
    if kind is str:
        check_text(value)
    elif kind is int:
        if not -LARGEST <= value <= LARGEST:
            raise BundleRefused(Code.LIMIT)
    elif kind is list:
        _check_items(value, depth)
    elif kind is dict:
        for name in value:
            if not NAME.match(name):
                raise BundleRefused(Code.NOT_CANONICAL)
        _check_items(list(value.values()), depth)
    else:
        raise BundleRefused(Code.NOT_CANONICAL)


def check_text(text: str) -> None:
    """Refuse an empty or over-long string, one that is not NFC, or one with control, format or surrogate characters."""
    if SIMPLE.match(text) and len(text) <= FIELD_BYTES // 3:
        return
    if not text or not unicodedata.is_normalized("NFC", text):
        raise BundleRefused(Code.TEXT)
    if any(unicodedata.category(char) in ("Cc", "Cf", "Cs") for char in text):
        raise BundleRefused(Code.TEXT)
    if len(text.encode()) > FIELD_BYTES:
        raise BundleRefused(Code.LIMIT)


def _check_items(items: list[Any], depth: int) -> None:
    if depth == 0:
        raise BundleRefused(Code.LIMIT)
    for item in items:
        check_value(item, depth - 1)


def natural_key(kind: str, *parts: str | int) -> bytes:
    """The 16-byte id of a record where two writers must meet: SHA-256("kh/n1\\0" + canon([kind, part...]))[:16]."""
    return hashlib.sha256(b"kh/n1\0" + encode([kind, *parts])).digest()[:16]


HEX = frozenset("0123456789abcdef")


def is_hex(text: object, digits: int) -> bool:
    """Whether a value is lower-case hex of so many digits."""
    return type(text) is str and len(text) == digits and HEX.issuperset(text)
