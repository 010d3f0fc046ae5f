"""Bech32 (BIP 173), in which age writes its keys: 32 bytes as text with a checksum."""

from __future__ import annotations

from collections.abc import Iterable

ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def encode(prefix: str, content: bytes) -> str:
    """The text of some bytes, with the lower-case human-readable `prefix` before the 1."""
    groups = list(_groups_of_five(content))
    return prefix + "1" + "".join(ALPHABET[group] for group in (*groups, *_checksum(prefix, groups)))


def _groups_of_five(content: bytes) -> Iterable[int]:
    bits, count = int.from_bytes(content, "big"), len(content) * 8
    bits, count = bits << -count % 5, count + -count % 5
    return ((bits >> shift) & 31 for shift in range(count - 5, -1, -5))


def _checksum(prefix: str, groups: list[int]) -> list[int]:
    expanded = [*(ord(letter) >> 5 for letter in prefix), 0, *(ord(letter) & 31 for letter in prefix)]
    checked = 1
    for value in (*expanded, *groups, *(0,) * 6):
        top, checked = checked >> 25, (checked & 0x1FFFFFF) << 5 ^ value
        for place, generator in enumerate(_GENERATOR):
            checked ^= generator if top >> place & 1 else 0
    return [(checked ^ 1) >> 5 * (5 - place) & 31 for place in range(6)]
