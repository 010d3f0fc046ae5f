"""Whatever arrives, even signed by an enrolled device: it ends in one outcome, never in an error, never half-done."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.exchange.outcomes import BundleRefused, Outcome
from db.exchange.wire.bundle_file import cut
from db.exchange.wire.canonical_json import check_value, decode, encode
from db.exchange.wire.entry import decode_line, encode_line
from db.exchange.wire.header import HEADER_KEYS, parse_header
from db.tables.people import Person
from tests.exchange.forging import forged, lines_of
from tests.offices import digests, receive, sound

texts = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf")), min_size=1, max_size=12).filter(
    lambda text: decode_quietly(json.dumps(text, ensure_ascii=False).encode()) is not None
)
values = st.recursive(
    st.one_of(st.none(), st.integers(-(2**53 - 1), 2**53 - 1), texts), lambda inner: st.lists(inner, max_size=3)
)


def decode_quietly(line: bytes) -> object:
    try:
        return (decode(line),)
    except BundleRefused:
        return None


@given(st.dictionaries(st.from_regex(r"[a-z][a-z0-9_.]{0,6}", fullmatch=True), values, max_size=4))
def test_what_is_encoded_is_decoded_to_the_same(value):
    try:
        check_value(value)
    except BundleRefused:
        return
    assert decode(encode(value)) == value
    assert encode(decode(encode(value))) == encode(value)


@given(st.one_of(st.binary(max_size=200), st.text(max_size=80).map(str.encode)))
def test_any_bytes_are_either_canonical_or_refused(line):
    found = decode_quietly(line)
    if found is not None:
        assert encode(found[0]) == line


@given(
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.floats(), st.integers(), st.text()),
        lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=4), inner, max_size=4)),
    )
)
def test_any_json_is_either_an_entry_to_the_letter_or_refused(value):
    try:
        line = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    except UnicodeEncodeError:
        return
    try:
        entry = decode_line(line)
    except BundleRefused:
        return
    assert encode_line(entry) == line


@pytest.mark.parametrize("number", [2**53, -(2**53), 2**70])
def test_numbers_that_a_reader_could_round_are_refused(number):
    with pytest.raises(BundleRefused) as refused:
        decode(str(number).encode())
    assert refused.value.code in ("LIMIT", "NOT_CANONICAL")


@pytest.mark.parametrize("line", [b"1.0", b"1e3", b"-0", b"true", b'"\x7f"', b'""', b'{"a":1,"a":1}', b'{"b":1,"a":1}'])
def test_t09_forms_that_parsers_let_pass_are_refused(line):
    with pytest.raises(BundleRefused):
        decode(line)


odd = st.one_of(
    st.none(),
    st.integers(-3, 9),
    st.integers(2**52, 2**53 - 1),
    st.text("0123456789abcdef", max_size=70),
    texts,
    st.lists(st.one_of(st.integers(-1, 1), texts, st.lists(texts, max_size=4)), max_size=3),
)
in_a_real_book = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def bundle(network):
    office = network.offices["24373"]
    with office.write() as tx:
        for name in ("An", "Bình"):
            tx.create(Person, full_name=name)
    (path,) = network.send(office)
    return path


def ends_well(network, path) -> None:
    """One outcome; only an honest file changes the book."""
    before = digests(network.province)
    (result,) = receive(network.province, path)
    assert result.outcome in (Outcome.REFUSED, Outcome.WAITING, Outcome.QUARANTINED), result
    assert digests(network.province) == before


@in_a_real_book
@given(st.sampled_from(sorted(HEADER_KEYS[1])), odd)
def test_any_value_in_any_place_of_a_signed_header(network, bundle, key, value):
    honest = parse_header(cut(bundle.read_bytes()))
    harmless = key in ("app", "t", "ack", "trust", "sv", "seen", "rcp", "needs", "addr")
    if honest[key] == value or harmless:
        return
    ends_well(network, forged(network, bundle, network.offices["24373"], **{key: value}))


@in_a_real_book
@given(st.integers(0, 11), odd)
def test_any_value_in_any_place_of_a_signed_line(network, bundle, place, value):
    lines = lines_of(network, bundle)
    parts = json.loads(lines[-2])
    if parts[place] == value:
        return
    parts[place] = value
    line = json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()
    ends_well(network, forged(network, bundle, network.offices["24373"], lines=[*lines[:-2], line, lines[-1]]))


@in_a_real_book
@given(st.binary(max_size=300))
def test_any_bytes_as_a_file_and_behind_our_first_bytes(network, bundle, junk):
    path = network.fresh_folder("rac") / "rac.khb"
    path.write_bytes(junk)
    ends_well(network, path)
    path.write_bytes(bundle.read_bytes()[:40] + junk)
    ends_well(network, path)


def test_after_all_that_the_book_is_sound_and_takes_the_honest_file(network, bundle):
    for place in range(0, len(bundle.read_bytes()), 97):
        path = network.fresh_folder("rac") / "rac.khb"
        path.write_bytes(bundle.read_bytes()[:place])
        ends_well(network, path)
    assert receive(network.province, bundle)[0].outcome is Outcome.MERGED
    sound(network.province)
