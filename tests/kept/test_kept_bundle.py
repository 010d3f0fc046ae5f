"""What was written once is read for ever: the kept bundle, its ids, its canonical bytes, its header."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from db.exchange.chains.run_verification import open_header, verify_run
from db.exchange.trust.trust_list import open_list
from db.exchange.wire.bundle_file import FileKind, cut, open_payload, pack, seal
from db.exchange.wire.canonical_json import decode, encode, natural_key
from db.exchange.wire.entry import Entry, decode_line, encode_line, entry_id, genesis, held_line, next_head
from db.exchange.wire.header import parse_header
from db.exchange.wire.signatures import DeviceKeys, fingerprint

KEPT = Path(__file__).parent / "v1"
DEVICE, INCARNATION = bytes(range(16)), bytes(range(16, 24))
KEYS = DeviceKeys(bytes(range(32)), "AGE-SECRET-KEY-188JN9MW809YFAYH08ECGN3A7YAF302K6D83GZAGZ2UXTNK9RLLMS0SG5QP")
ENTRY = Entry(
    seq=7,
    sv=1,
    t=1_593_930_000_000,
    tx=6,
    actor="00112233445566ff",
    office="ad34a85f8452439acb6c4eaa6aaef7e6",
    kind="person",
    rec="01731da1a6807a80a28aabf6be809c6d",
    op="upd",
    pre=["503eeaa2887fbd1d31d8a945976387df"],
    salt="a018801e4955c7235d0925faabaf6ab9",
    set={"phone": None, "full_name": "H'Blum Buôn Yă", "given": 'a"b\\c/d'},
)


def test_t28_the_kept_bundle_of_the_oldest_version_is_still_read_with_the_same_entries():
    trust = open_list(cut((KEPT / "trust.khb").read_bytes()))
    reader = json.loads((KEPT / "reader.json").read_text())
    envelope = cut((KEPT / "journal.khb").read_bytes())

    header, cert = open_header(envelope, trust)
    run = verify_run(header, cert, open_payload(envelope, header, [reader["age"]]), envelope, trust)

    assert header == json.loads((KEPT / "header.json").read_text())
    read = [
        f"{identity[:16].hex()} {int(entry.held)} {line.decode()}"
        for identity, entry, line in zip(run.ids, run.entries, run.lines, strict=True)
    ]
    assert read == (KEPT / "lines.txt").read_text(encoding="utf-8").splitlines()


def test_every_kept_line_is_written_again_byte_for_byte():
    for row in (KEPT / "lines.txt").read_text(encoding="utf-8").splitlines():
        line = row.split(" ", 2)[2].encode()
        assert encode_line(decode_line(line)) == line


@pytest.mark.parametrize(
    ("value", "canonical"),
    [
        ({"b": 1, "a": "Đức", "aa": None}, '{"a":"Đức","aa":null,"b":1}'),
        (["x", -1, 9_007_199_254_740_991], '["x",-1,9007199254740991]'),
        ('nháy "kép", gạch \\ chéo / và <thẻ>', '"nháy \\"kép\\", gạch \\\\ chéo / và <thẻ>"'),
        ("Ê̆ ê̆ ƀ 𠮷", '"Ê̆ ê̆ ƀ 𠮷"'),
        ({}, "{}"),
        ([], "[]"),
    ],
)
def test_canonical_json_has_one_form(value, canonical):
    assert encode(value) == canonical.encode()
    assert decode(canonical.encode()) == value


def test_an_entry_has_the_line_the_ids_and_the_heads_it_always_had():
    identity = entry_id(DEVICE, INCARNATION, ENTRY)
    assert encode_line(ENTRY).decode() == (
        '[7,1,1593930000000,6,"00112233445566ff","ad34a85f8452439acb6c4eaa6aaef7e6","person",'
        '"01731da1a6807a80a28aabf6be809c6d","upd",["503eeaa2887fbd1d31d8a945976387df"],'
        '"a018801e4955c7235d0925faabaf6ab9",{"full_name":"H\'Blum Buôn Yă","given":"a\\"b\\\\c/d","phone":null}]'
    )
    assert identity.hex() == "05e7408a3b6a93e60daf3e49e6c2f9f87a515292abd3ac02419ef19ad1dcc136"
    assert entry_id(DEVICE, INCARNATION, decode_line(held_line(ENTRY))) == identity
    assert genesis(DEVICE, INCARNATION).hex() == "bca1a16a6e4ee350516654359ac7f205ea5e49baf7e9dd3259d5dcb4a947e229"
    assert (
        next_head(genesis(DEVICE, INCARNATION), identity).hex()
        == "44c303d6569b774b6d09f810f67b57182e4f73c6e8fec5b91b4d62a5a2ca10fc"
    )


def test_a_natural_key_never_changes():
    assert natural_key("purse", "ad34a85f8452439acb6c4eaa6aaef7e6").hex() == "30ea62df14a401ef69833efb11a3e315"
    assert natural_key("population", "ad34a85f8452439acb6c4eaa6aaef7e6", 2020).hex() == (
        "3fa71d8e61f4ebad9dfcb7e339b15b91"
    )


def test_a_device_has_the_id_and_the_fingerprint_it_always_had():
    assert KEYS.device.hex() == "56475aa75463474c0285df5dbf2bcab7"
    assert fingerprint(KEYS.public) == "8730 4202 8272 5828 9786 6069"


def test_the_same_header_and_payload_make_the_same_file_every_time():
    header = {"v": 1, "app": "so-khuyen-hoc 0.1.0", "prov": "00" * 16, "dev": KEYS.device.hex(), "t": 1}
    file = seal(FileKind.DOWN, KEYS, header, b"payload")
    assert file.hex() == (KEPT / "container.hex").read_text().strip()
    assert seal(FileKind.DOWN, KEYS, dict(reversed(header.items())), b"payload") == file


def test_what_is_packed_comes_out_again_line_by_line():
    lines = [encode(["dòng", number]) for number in range(1_000)]
    payload, facts = pack(lines, [KEYS.recipient])
    header = {"enc": "age", **facts}
    envelope = cut(seal(FileKind.DOWN, KEYS, header, payload))
    assert open_payload(envelope, header, [KEYS.age_secret]) == lines


def test_the_kept_header_is_encoded_as_it_was_signed():
    envelope = cut((KEPT / "journal.khb").read_bytes())
    assert encode(parse_header(envelope)) == envelope.header
