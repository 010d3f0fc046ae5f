"""Bech32, judged by age itself."""

from __future__ import annotations

import pyrage
from hypothesis import given
from hypothesis import strategies as st

from db.exchange.wire.bech32 import encode

PREFIX = "age-secret-key-"


@given(st.binary(min_size=32, max_size=32))
def test_age_reads_the_key_that_was_written_and_writes_it_alike(secret):
    text = encode(PREFIX, secret).upper()
    assert str(pyrage.x25519.Identity.from_str(text)) == text


def test_the_checksum_is_the_one_of_the_standard():
    assert encode("a", b"") == "a12uel5l"  # BIP 173, test vectors
