"""Signatures: the keys of a device, its id, and whether a signature or a key is good.

A device signs with Ed25519 and is written to with age (X25519). Its id is the first 16 bytes of the SHA-256 of its
Ed25519 key. The libraries are loaded when something is signed or believed: a book is opened and read without them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from db.exchange.wire import bech32


@dataclass(frozen=True)
class DeviceKeys:
    """The private keys of one installation: `seed` of the Ed25519 key, `age_secret` for what is written to it."""

    seed: bytes
    age_secret: str

    @classmethod
    def make(cls, random: Callable[[int], bytes]) -> DeviceKeys:
        """New keys, both from `random`, so that a demonstration can be repeated."""
        return cls(random(32), bech32.encode("age-secret-key-", random(32)).upper())

    @property
    def public(self) -> bytes:
        """The Ed25519 key that others verify with (32 bytes)."""
        from nacl.signing import SigningKey

        return bytes(SigningKey(self.seed).verify_key)

    @property
    def device(self) -> bytes:
        """The device id (16 bytes)."""
        return device_id(self.public)

    @property
    def recipient(self) -> str:
        """The age recipient (`age1...`) that others encrypt to."""
        import pyrage

        return str(pyrage.x25519.Identity.from_str(self.age_secret).to_public())

    def sign(self, message: bytes) -> bytes:
        """The 64-byte Ed25519 signature of a message."""
        from nacl.signing import SigningKey

        return SigningKey(self.seed).sign(message).signature


def device_id(public: bytes) -> bytes:
    """First 16 bytes of the SHA-256 of an Ed25519 key."""
    return hashlib.sha256(public).digest()[:16]


@lru_cache(maxsize=4_096)
def verifies(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature is good; libsodium refuses keys of small order.

    Remembered for a while: every file is believed twice, when a folder is put in order and when it is taken in.
    """
    from nacl.exceptions import BadSignatureError
    from nacl.signing import VerifyKey

    try:
        VerifyKey(public).verify(message, signature)
    except (BadSignatureError, ValueError):
        return False
    return True


@lru_cache(maxsize=4_096)
def is_safe_key(public: bytes) -> bool:
    """Whether an Ed25519 key is a point of the main group (small-order keys verify anything elsewhere)."""
    from nacl.bindings import crypto_core_ed25519_is_valid_point

    return len(public) == 32 and crypto_core_ed25519_is_valid_point(public)


def is_recipient(text: str) -> bool:
    """Whether a text is an age recipient that can be encrypted to."""
    import pyrage

    try:
        pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        return False
    return True


def fingerprint(public: bytes) -> str:
    """What two people compare by telephone: six groups of four digits."""
    number = int.from_bytes(hashlib.sha256(b"kh/f1\0" + public).digest(), "big") % 10**24
    digits = f"{number:024d}"
    return " ".join(digits[start : start + 4] for start in range(0, 24, 4))
