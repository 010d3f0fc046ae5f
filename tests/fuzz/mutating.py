"""Changes that keep lines and headers canonical, so that the rules behind the decoder are reached."""

from __future__ import annotations

import random
import struct
from collections.abc import Callable
from typing import Any

import msgspec

from db.exchange.wire.entry import OPS
from db.tables import KINDS
from db.tables.record import shapes_of

FILE_HEADER = 100
"""Bytes of an SQLite file that say how to read all others."""
Mutate = Callable[[bytes, int], bytes]
FIELDS = tuple(sorted({name for model in KINDS.values() for name in shapes_of(model)}))
WORDS = (*sorted(OPS), *sorted(KINDS), *FIELDS, "chain", "up", "own", "all", "office", "none", "age", "hub")
ODD = (None, 0, 1, -1, 2, 2**31, 2**53 - 1, -(2**53 - 1), "", "x", "0" * 16, "0" * 32, "f" * 64, [], {}, ["x"], [["x"]])
ODD_TEXTS = ("2020-02-30", "0000-01-01", "9999-12-31", "2020-01-01", "1900", "0000", "Ê̆", "x" * 9_000, "x'y\"")
encode = msgspec.json.Encoder(order="sorted").encode


def lines(content: bytes, most: int, seed: int, plainly: Mutate) -> bytes:
    """One value of one line changed; sometimes bytes are changed plainly, or a line doubled or moved."""
    chance = random.Random(seed)
    parts = content.split(b"\n")
    if chance.random() < 0.2:
        return plainly(content, most)
    place = chance.randrange(len(parts))
    if chance.random() < 0.15:
        parts.insert(chance.randrange(len(parts)), parts[place])
    else:
        parts[place] = _changed(parts[place], chance, parts)
    return b"\n".join(parts)[:most]


def header(content: bytes, most: int, seed: int, plainly: Mutate) -> bytes:
    """The kind kept or changed, one value of the header changed."""
    chance = random.Random(seed)
    if not content or chance.random() < 0.2:
        return plainly(content, most)
    kind = bytes([chance.randrange(6)]) if chance.random() < 0.1 else content[:1]
    return (kind + _changed(content[1:], chance, [content[1:]]))[:most]


def patches(content: bytes, most: int, seed: int, plainly: Mutate) -> bytes:
    """A few bytes of the copy changed, often in the file's header, or the changes so far changed plainly."""
    chance = random.Random(seed)
    if content[:1] != b"p" or chance.random() < 0.3:
        return plainly(content, most)
    place = chance.randrange(FILE_HEADER if chance.random() < 0.3 else 2**32 - 4)
    patch = b"".join(struct.pack(">IB", place + more, chance.randrange(256)) for more in range(chance.randint(1, 3)))
    return (content[:1] + patch + content[1:])[:most]


def _changed(line: bytes, chance: random.Random, others: list[bytes]) -> bytes:
    try:
        tree = msgspec.json.decode(line)
        return encode(_with_one_change(tree, chance, others))
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return line


def _with_one_change(tree: Any, chance: random.Random, others: list[bytes]) -> Any:
    """Go down at random; where it ends, put another value there."""
    if isinstance(tree, list) and tree and chance.random() < 0.85:
        place = chance.randrange(len(tree))
        changed = _with_one_change(tree[place], chance, others)
        return [*tree[:place], changed, *tree[place + 1 :]]
    if isinstance(tree, dict) and chance.random() < 0.85:
        names = [*tree, chance.choice(FIELDS)]
        name = chance.choice(names)
        if name in tree and chance.random() < 0.2:
            return {key: value for key, value in tree.items() if key != name}
        return {**tree, name: _with_one_change(tree.get(name), chance, others)}
    return _another(chance, others)


def _another(chance: random.Random, others: list[bytes]) -> Any:
    if chance.random() < 0.3:
        try:
            found = msgspec.json.decode(chance.choice(others))
        except (msgspec.MsgspecError, UnicodeError, RecursionError):
            return None
        values = found if isinstance(found, list) else list(found.values()) if isinstance(found, dict) else [found]
        return chance.choice(values) if values else None
    return chance.choice(chance.choice((ODD, ODD_TEXTS, WORDS)))
