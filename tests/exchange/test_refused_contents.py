"""Files refused for what stands in them: signed headers, payloads, lines."""

from __future__ import annotations

from datetime import date

import pytest
import zstandard

from db.exchange.outcomes import Code, Outcome
from db.exchange.wire.canonical_json import encode
from desktop_app.work.fund import movements
from desktop_app.work.fund.movements import FundDraft
from tests.exchange.forging import forged, lines_of, rewritten
from tests.exchange.outcomes import file_with, one

# ---- refused: header and payload -------------------------------------------------------------------------------------


def test_t20_what_is_sent_to_others_is_not_for_me(network, office, bundle):
    assert one(network, bundle, into=network.offices["24379"]).code is Code.NOT_FOR_ME
    other = network.offices["24379"].identity.device.hex()
    assert one(network, forged(network, bundle, office, rcp=[other])).code is Code.NOT_FOR_ME, "though it can be opened"


def test_a_payload_encrypted_to_others_is_not_for_me(network, office, bundle):
    lines = lines_of(network, bundle)
    elsewhere = forged(network, bundle, office, lines=lines, recipients=[network.offices["24379"].keys.recipient])
    assert one(network, elsewhere).code is Code.NOT_FOR_ME


def test_t21_personal_data_in_the_clear_is_against_the_policy(network, office, bundle):
    open_ = forged(network, bundle, office, lines=lines_of(network, bundle), recipients=[], enc="none")
    assert one(network, open_).code is Code.POLICY


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"extra": 1}, Code.FORMAT),
        ({"inc": ...}, Code.FORMAT),
        ({"inc": "XYZ"}, Code.FORMAT),
        ({"prev": "00"}, Code.FORMAT),
        ({"from": 0}, Code.FORMAT),
        ({"to": 0}, Code.FORMAT),
        ({"from": "1"}, Code.FORMAT),
        ({"addr": "moon"}, Code.FORMAT),
        ({"seen": [1]}, Code.FORMAT),
        ({"seen": [["a", "b", 1, "c"]]}, Code.FORMAT),
        ({"needs": [["x"]]}, Code.FORMAT),
        ({"rcp": [7]}, Code.FORMAT),
        ({"rcp": ["ab" * 16] * 33}, Code.LIMIT),
        ({"app": "x" * 33}, Code.LIMIT),
        ({"raw": 2**40}, Code.TOO_BIG),
        ({"raw": 1}, Code.TOO_BIG),
        ({"raw": -1}, Code.TOO_BIG),
        ({"z": 1}, Code.DAMAGED),
        ({"csha": "00" * 32}, Code.DAMAGED),
        ({"t": 2**60}, Code.LIMIT),
        ({"app": "a\u0007b"}, Code.TEXT),
    ],
)
def test_a_signed_header_that_breaks_a_rule_is_refused(network, office, bundle, change, code):
    result = one(network, forged(network, bundle, office, **change))
    assert (result.outcome, result.code) == (Outcome.REFUSED, code)


@pytest.mark.parametrize("text", ['{"v":1,"v":1}', '{"v": 1}', '{"v":1.0}', '{"v":true}', "[]", "{", '{"V":1}', "\x00"])
def test_a_header_that_is_not_in_the_one_form_is_refused(network, office, text):
    import struct

    from db.exchange.wire.bundle_file import MAGIC, _pae

    header = text.encode()
    signed = MAGIC + bytes([1, 0, 0, 0]) + struct.pack(">IQ", len(header), 0) + office.keys.device + header
    result = one(network, file_with(network, signed + office.keys.sign(_pae(signed))))
    assert result.code in (Code.NOT_CANONICAL, Code.FORMAT)


def packed_as(network, office, bundle, packed: bytes, raw: int):
    """The bundle with a compressed frame of our choosing, encrypted and signed as it should be."""
    import hashlib

    import pyrage

    payload = pyrage.encrypt(packed, [pyrage.x25519.Recipient.from_str(network.province.keys.recipient)])
    facts = {"raw": raw, "z": len(packed), "csha": hashlib.sha256(payload).hexdigest()}
    return forged(network, bundle, office, payload=payload, **facts)


def test_t07_a_small_file_that_unpacks_to_a_giant_is_refused(network, office, bundle):
    bomb = zstandard.ZstdCompressor(level=3, write_checksum=True).compress(bytes(200 * 2**20))
    assert len(bomb) < 100_000
    assert one(network, packed_as(network, office, bundle, bomb, 1_000)).code is Code.TOO_BIG
    assert one(network, packed_as(network, office, bundle, bomb, 200 * 2**20)).code is Code.TOO_BIG


def test_a_frame_that_lies_about_its_size_or_has_no_checksum_is_damage(network, office, bundle):
    raw = b'["x"]\n' * 50
    bare = zstandard.ZstdCompressor(write_checksum=False).compress(raw)
    double = zstandard.ZstdCompressor(write_checksum=True).compress(raw)
    assert one(network, packed_as(network, office, bundle, bare, len(raw))).code is Code.DAMAGED
    assert one(network, packed_as(network, office, bundle, double, len(raw) + 1)).code is Code.DAMAGED
    assert one(network, packed_as(network, office, bundle, b"\x28\xb5\x2f\xfd" + b"\xff" * 9, 10)).code in (
        Code.DAMAGED,
        Code.TOO_BIG,
    )


@pytest.mark.parametrize(
    "behind", [b"x", b"\x50\x2a\x4d\x18\x01\x00\x00\x00x"], ids=["a byte", "a frame to be skipped"]
)
def test_nothing_may_stand_behind_the_one_frame(network, office, bundle, behind):
    raw = b"".join(line + b"\n" for line in lines_of(network, bundle))
    frame = zstandard.ZstdCompressor(write_checksum=True).compress(raw)
    again = zstandard.ZstdCompressor(write_checksum=True).compress(b"")
    for more in (behind, again, frame):
        assert one(network, packed_as(network, office, bundle, frame + more, len(raw))).code is Code.DAMAGED
    assert one(network, packed_as(network, office, bundle, frame, len(raw))).outcome is Outcome.MERGED


# ---- refused: the lines ----------------------------------------------------------------------------------------------


def with_last_line(network, office, bundle, line: bytes):
    lines = lines_of(network, bundle)
    return forged(network, bundle, office, lines=[*lines[:-2], line, lines[-1]])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda line: line.replace(b",", b", ", 1), Code.NOT_CANONICAL),
        (lambda line: line.replace(b'"ins"', b'"in\\u0073"'), Code.NOT_CANONICAL),
        (lambda line: line[:-1], Code.NOT_CANONICAL),
        (lambda line: line.replace(b",2,159", b",2.0,159", 1), Code.NOT_CANONICAL),
        (lambda line: line.replace("Y Biêr".encode(), b"Y Bie\xcc\x82r"), Code.TEXT),
        (lambda line: line.replace("Y Biêr".encode(), "Y\u202eBiêr".encode()), Code.TEXT),
        (lambda line: line.replace("Y Biêr".encode(), b"\xff\xfe"), Code.NOT_CANONICAL),
        (lambda line: line.replace("Y Biêr".encode(), b"x" * 8_200), Code.LIMIT),
        (lambda line: line.replace("Y Biêr".encode(), b"x" * 70_000), Code.LIMIT),
        (lambda line: line.replace(b'"ins"', b'"put"'), Code.FORMAT),
        (lambda line: line.replace(b'"person"', b'"robot"'), Code.FORMAT),
        (lambda line: line.replace(b'"full_name"', b'"full_nome"'), Code.FORMAT),
        (lambda line: line.replace(b'"ins"', b'"rev"'), Code.FORMAT),
        (lambda line: b"[]", Code.FORMAT),
        (lambda line: b'"x"', Code.FORMAT),
        (lambda line: b"[" * 100_000, Code.LIMIT),
        (lambda line: b"[" * 60_000, Code.NOT_CANONICAL),
    ],
)
def test_t10_a_line_that_breaks_a_rule_refuses_the_whole_file(network, office, bundle, change, code):
    line = lines_of(network, bundle)[-2]
    assert change(line) != line
    result = one(network, with_last_line(network, office, bundle, change(line)))
    assert (result.outcome, result.code) == (Outcome.REFUSED, code)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda line: line.replace(b'{"full_name"', b'{"full_name":"An","full_name"'), Code.NOT_CANONICAL),
        (lambda line: b"\xef\xbb\xbf" + line, Code.NOT_CANONICAL),
        (lambda line: line + b" ", Code.NOT_CANONICAL),
        (lambda line: line + line, Code.NOT_CANONICAL),
        (lambda line: line.replace(b",2,159", b",2.0,159", 1), Code.NOT_CANONICAL),
        (lambda line: line.replace(b",2,159", b",NaN,159", 1), Code.NOT_CANONICAL),
        (lambda line: line.replace(b",2,159", b",-0,159", 1), Code.NOT_CANONICAL),
        (lambda line: line.replace(b",2,159", b",true,159", 1), Code.NOT_CANONICAL),
        (lambda line: line.replace(b",2,159", b",9007199254740992,159", 1), Code.LIMIT),
    ],
)
def test_t09_a_line_that_lenient_parsers_would_read_refuses_the_file(network, office, bundle, change, code):
    line = lines_of(network, bundle)[-2]
    assert change(line) != line
    result = one(network, with_last_line(network, office, bundle, change(line)))
    assert (result.outcome, result.code) == (Outcome.REFUSED, code)


def test_t11_entries_changed_after_the_head_was_signed_are_damage(network, office, bundle):
    lines = lines_of(network, bundle)
    changed = lines[-2].replace("Y Biêr".encode(), "Y Khác".encode())
    assert changed != lines[-2]
    assert one(network, forged(network, bundle, office, lines=[*lines[:-2], changed, lines[-1]])).code is Code.DAMAGED


def test_a_run_from_1_that_does_not_begin_at_the_beginning_is_damage(network, office, bundle):
    assert one(network, rewritten(network, bundle, office, lambda e: e, prev="11" * 32)).code is Code.DAMAGED


def test_wrong_totals_refuse_the_file(network, office, bundle):
    lines = lines_of(network, bundle)
    wrong = forged(network, bundle, office, lines=[*lines[:-1], encode(["end", {"person": 9}, {}])])
    assert one(network, wrong).code is Code.TOTALS


def test_t46_a_transaction_cut_in_two_refuses_the_file(network, office, bundle):
    def from_the_second(entries):
        return [*entries[:-1], entries[-1]._replace(tx=entries[-1].seq - 3)]

    assert one(network, rewritten(network, bundle, office, from_the_second)).code is Code.TX_SPLIT


def test_a_gap_within_the_lines_refuses_the_file(network, office, bundle):
    def skipping(entries):
        return [*entries[:-1], entries[-1]._replace(seq=entries[-1].seq + 1, tx=entries[-1].seq + 1)]

    assert one(network, rewritten(network, bundle, office, skipping)).code is Code.FORMAT


def test_fewer_lines_than_the_header_says_refuse_the_file(network, office, bundle):
    lines = lines_of(network, bundle)
    assert one(network, forged(network, bundle, office, lines=lines[1:])).code is Code.FORMAT
    assert one(network, forged(network, bundle, office, lines=[])).code in (Code.FORMAT, Code.DAMAGED)


@pytest.mark.parametrize("amount", [0, -500_000])
def test_a_voucher_of_nothing_or_less_refuses_the_whole_file(network, office, amount):
    movements.book_movement(office, FundDraft("receive", 500_000, date(2020, 6, 5), category="gift_person"))
    (path,) = network.send(office)
    *lines, end = lines_of(network, path)
    wrong = [line.replace(b'"amount":500000', b'"amount":%d' % amount) for line in lines]
    assert wrong != lines
    result = one(network, forged(network, path, office, lines=[*wrong, end]))
    assert (result.outcome, result.code) == (Outcome.REFUSED, Code.FORMAT)
