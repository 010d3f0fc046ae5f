"""Every outcome of a received file, made with real files: what it is called, what it says, what it leaves unchanged."""

from __future__ import annotations

import random
import time
import zipfile
from dataclasses import replace

import pytest
import zstandard

from db.exchange.canon import encode
from db.exchange.container import FileKind, cut, seal
from db.exchange.entry import encode_line
from db.exchange.refusals import QUARANTINED, WAITING, Code, Outcome, outcome_of, sentence
from db.exchange.trust import first_list, seal_ask, seal_list
from db.tables.people import Person
from tests.exchange.forging import entries_of, forged, lines_of, new_list, rewritten, stranger
from tests.exchange.people import add
from tests.offices import NOW, digests, receive, sound


def log_of(book) -> list[tuple]:
    with book.reading() as db:
        return db.execute("SELECT outcome, code FROM bundle_log ORDER BY no").fetchall()


SAID = {
    Code.MISSING: "thiếu tệp gửi trước tệp này",
    Code.UPGRADE: "cập nhật chương trình rồi mở lại sổ",
    Code.SCOPE: "số liệu của đơn vị khác",
    Code.FORK: "đã mở lại bản sao cũ",
    Code.REVOKED: "thu hồi quyền ký",
    Code.IMPERSONATION: "được máy khác ký",
    Code.OFFICE_CLOSED: "đã kết thúc hoạt động",
    Code.TRUNCATED: "Chép lại tệp từ nơi gửi",
    Code.FORMAT: "không phải tệp gửi của Sổ Khuyến học",
    Code.DAMAGED: "bị sửa hoặc hỏng sau khi ký",
    Code.TOO_BIG: "lớn hơn mức cho phép",
    Code.LIMIT: "vượt mức cho phép",
    Code.NOT_CANONICAL: "không đúng quy cách",
    Code.TEXT: "chữ không hợp lệ",
    Code.TOTALS: "số cộng cuối tệp không khớp",
    Code.UNKNOWN_SIGNER: "làm thủ tục đăng ký máy trước",
    Code.BAD_SIGNATURE: "chữ ký trên tệp không đúng",
    Code.WRONG_TYPE: "thuộc loại khác",
    Code.NOT_FOR_ME: "Chuyển tệp cho đúng nơi nhận",
    Code.POLICY: "quy định về mã hóa",
    Code.OLD_VERSION: "đã có danh sách mới hơn",
    Code.VERSION_JUMP: "nhảy quá xa",
    Code.TX_SPLIT: "cắt đôi một lần ghi sổ",
    Code.UNREADABLE: "Cắm lại USB",
}
"""What a person must at least be told, written here a second time."""


def one(network, *paths, into=None):
    """Take one file in; whatever does not merge must leave the digests alone. Returns the result."""
    book = into or network.hub
    before = digests(book)
    (result,) = receive(book, *paths)
    if result.outcome in (Outcome.WAITING, Outcome.QUARANTINED, Outcome.REFUSED):
        assert digests(book) == before
        assert result.message == sentence(result.outcome, result.code) != ""
        assert result.outcome is outcome_of(result.code)
        assert SAID[result.code] in result.message
    assert log_of(book)[-1] == (str(result.outcome), str(result.code or ""))
    sound(book)
    return result


@pytest.fixture
def bundle(network, office):
    """A journal file of the office that the province does not have yet."""
    add(office, "H'Hen Niê", "Y Biêr Kmăn")
    (path,) = network.send(office)
    return path


def file_with(network, content: bytes, name="tep.khb"):
    path = network.fresh_folder("tep") / name
    path.write_bytes(content)
    return path


# ---- accepted --------------------------------------------------------------------------------------------------------


def test_a_new_run_is_merged(network, bundle):
    result = one(network, bundle)
    assert (result.outcome, result.code, result.new) == (Outcome.MERGED, None, result.last)
    assert "Đã nhận" in result.message


def test_t02_the_same_file_again_is_already_there(network, bundle):
    one(network, bundle)
    before = digests(network.hub)
    result = one(network, bundle)
    assert (result.outcome, result.code, result.new) == (Outcome.ALREADY_HAVE, None, 0)
    assert digests(network.hub) == before
    assert "không cần làm gì thêm" in result.message


def test_an_overlap_brings_its_new_tail_only(network, office, bundle):
    one(network, bundle)
    add(office, "Thêm Sau")
    (everything,) = network.send(office, everything=True)
    result = one(network, everything)
    assert (result.outcome, result.new) == (Outcome.PARTLY_NEW, 1)


def test_content_that_was_held_back_is_filled_in_for_the_office_s_own_second_device(network):
    first, second = network.offices["24373"], network.enrol("may-2", unit="24373")[0]
    from desktop_app.work import people
    from desktop_app.work.people import PersonDraft

    receive(first, network.answer())
    people.add_person(first, PersonDraft("Y Khuyết Danh", born="2010-01-01"))
    (up,) = network.send(first)
    (own,) = network.send(first, own=True)
    lines = lines_of(network, up)
    to_second = forged(
        network,
        up,
        first,
        lines=lines,
        recipients=[second.keys.recipient],
        rcp=[second.identity.device.hex()],
    )

    assert one(network, to_second, into=second).outcome is Outcome.MERGED
    assert _names(second) == []
    result = one(network, own, into=second)
    assert (result.outcome, result.new) == (Outcome.PARTLY_NEW, 0)
    assert _names(second) == ["Y Khuyết Danh"]
    assert one(network, own, into=second).outcome is Outcome.ALREADY_HAVE


def _names(book) -> list[str]:
    with book.reading() as db:
        return [row[0] for row in db.execute("SELECT full_name FROM learner_names ORDER BY full_name")]


# ---- waiting ---------------------------------------------------------------------------------------------------------


def later_runs(network, office, bundle, count: int = 2):
    """Runs behind the first, each a file of its own."""
    runs = []
    for number in range(count):
        start = cut(runs[-1].read_bytes()) if runs else cut(bundle.read_bytes())
        from db.exchange.header import parse_header

        first = parse_header(start)["to"] + 1
        add(office, f"Đợt sau {number}")
        runs += network.send(office, start=first)
    return runs


def test_t03_a_run_behind_a_gap_waits_and_comes_in_by_itself_when_the_gap_is_filled(network, office, bundle):
    second, third = later_runs(network, office, bundle)
    early = one(network, third)
    assert (early.outcome, early.code) == (Outcome.WAITING, Code.MISSING)
    assert "Đang chờ" in early.message and "gửi lại tệp trước" in early.message

    assert one(network, second).code is Code.MISSING
    results = receive(network.hub, bundle)

    assert [(r.outcome, r.first) for r in results] == [
        (Outcome.MERGED, 1),
        (Outcome.MERGED, results[1].first),
        (Outcome.MERGED, results[2].first),
    ]
    with network.hub.reading() as db:
        assert db.execute("SELECT count(*) FROM bundle_files").fetchone()[0] == 0
    everything = digests(network.hub)
    assert one(network, *network.send(office, everything=True)).outcome is Outcome.ALREADY_HAVE
    assert digests(network.hub) == everything


def test_files_in_any_order_in_one_go_have_one_outcome_each(network, office, bundle):
    second, third = later_runs(network, office, bundle)
    results = receive(network.hub, third, bundle, second)
    assert [r.outcome for r in results] == [Outcome.MERGED] * 3


@pytest.mark.parametrize("newer", [{"sv": 2}, {"needs": ["cases"]}, {"v": 2}, {"v": 2, "new_key": "x"}])
def test_t29_a_file_of_a_newer_program_waits_for_an_upgrade(network, office, bundle, newer):
    result = one(network, forged(network, bundle, office, **newer))
    assert (result.outcome, result.code) == (Outcome.WAITING, Code.UPGRADE)
    assert "cập nhật chương trình" in result.message
    with network.hub.reading() as db:
        assert db.execute("SELECT code FROM bundle_files").fetchall() == [("UPGRADE",)]


# ---- set aside -------------------------------------------------------------------------------------------------------


def test_t14_a_run_that_writes_into_another_office_s_records_is_set_aside_whole(network, office, bundle):
    other = network.offices["24379"].unit.hex()
    intruding = rewritten(network, bundle, office, lambda e: [*e[:-1], e[-1]._replace(office=other)])
    result = one(network, intruding)
    assert (result.outcome, result.code) == (Outcome.QUARANTINED, Code.SCOPE)
    assert "đơn vị khác" in result.message


def test_an_office_that_writes_what_only_the_province_writes_is_set_aside(network, office, bundle):
    target = {"unit": office.unit.hex(), "year": 2020, "indicator": "B02", "value": 1}
    forging = rewritten(network, bundle, office, lambda e: [*e[:-1], e[-1]._replace(kind="target", set=target)])
    assert one(network, forging).code is Code.SCOPE


def test_a_header_that_names_another_office_is_set_aside(network, office, bundle):
    other = network.offices["24379"].unit.hex()
    assert one(network, forged(network, bundle, office, office=other)).code is Code.SCOPE


def test_two_versions_of_the_same_numbers_are_a_fork(network, office, bundle):
    one(network, bundle)
    fork = rewritten(network, bundle, office, lambda e: [*e[:-1], e[-1]._replace(set={"full_name": "Bản Khác"})])
    result = one(network, fork)
    assert (result.outcome, result.code) == (Outcome.QUARANTINED, Code.FORK)
    assert "bản sao cũ" in result.message


def test_t19_what_another_device_wrote_signed_as_one_s_own_is_impersonation(network, office, bundle):
    other = network.offices["24379"]
    entries = entries_of(network, bundle)
    theirs = forged(
        network,
        bundle,
        other,
        lines=[*map(encode_line, entries), lines_of(network, bundle)[-1]],
        dev=other.identity.device.hex(),
        office=other.unit.hex(),
    )
    result = one(network, theirs)
    assert (result.outcome, result.code) == (Outcome.QUARANTINED, Code.IMPERSONATION)


def test_t19_an_unopened_file_in_another_s_envelope_is_set_aside_too(network, bundle):
    other = network.offices["24379"]
    taken = forged(network, bundle, other, dev=other.identity.device.hex(), office=other.unit.hex())
    assert one(network, taken).code is Code.IMPERSONATION


# ---- refused: the container ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kept", [0, 1, 7, 8, 39, 40, 500, -1])
def test_t05_a_cut_file_is_refused_before_anything_is_parsed(network, bundle, kept):
    content = bundle.read_bytes()
    result = one(network, file_with(network, content[:kept]))
    assert (result.outcome, result.code) == (Outcome.REFUSED, Code.TRUNCATED)
    assert "chưa chép xong" in result.message


@pytest.mark.parametrize(
    "change",
    [
        lambda c: b"%PDF-1.7 khong phai tep gui" * 9,
        lambda c: c + b"\0",
        lambda c: c[:8] + b"\x09" + c[9:],
        lambda c: c[:9] + b"\x01" + c[10:],
        lambda c: c[:12] + bytes(4) + c[16:],
    ],
)
def test_t15_what_is_no_file_of_ours_is_refused(network, bundle, change):
    assert one(network, file_with(network, change(bundle.read_bytes()))).code is Code.FORMAT


def test_t08_an_announced_giant_is_refused_before_it_is_read(network, bundle):
    content = bundle.read_bytes()
    announced = content[:16] + (2**40).to_bytes(8, "big") + content[24:]
    assert one(network, file_with(network, announced)).code is Code.TOO_BIG
    header = content[:12] + (70_000).to_bytes(4, "big") + content[16:]
    assert one(network, file_with(network, header)).code is Code.TOO_BIG


def test_a_changed_byte_of_the_header_breaks_the_signature(network, bundle):
    content = bytearray(bundle.read_bytes())
    content[60] ^= 1
    result = one(network, file_with(network, bytes(content)))
    assert (result.outcome, result.code) == (Outcome.REFUSED, Code.BAD_SIGNATURE)


def test_a_changed_byte_of_the_payload_is_damage(network, bundle):
    content = bytearray(bundle.read_bytes())
    content[-10] ^= 1
    result = one(network, file_with(network, bytes(content)))
    assert (result.outcome, result.code) == (Outcome.REFUSED, Code.DAMAGED)
    assert "gửi lại tệp" in result.message


def test_t38_a_file_that_cannot_be_read_is_said_to_be_unreadable(network):
    result = one(network, network.folder / "khong-co.khb")
    assert (result.outcome, result.code) == (Outcome.REFUSED, Code.UNREADABLE)


def test_t18_a_zip_of_one_bundle_is_opened_and_any_other_is_not(network, bundle):
    folder = network.fresh_folder("zip")
    for name, members in {"mot.zip": ["a.khb"], "hai.zip": ["a.khb", "b.khb"], "khac.zip": ["a.txt"]}.items():
        with zipfile.ZipFile(folder / name, "w") as archive:
            for member in members:
                archive.write(bundle, member)
    assert one(network, folder / "hai.zip").code is Code.FORMAT
    assert one(network, folder / "khac.zip").code is Code.FORMAT
    broken = (folder / "mot.zip").read_bytes()[:-30]
    assert one(network, file_with(network, broken, "hong.zip")).code is Code.DAMAGED
    assert one(network, folder / "mot.zip").outcome is Outcome.MERGED


# ---- refused: the signer ---------------------------------------------------------------------------------------------


def test_t12_a_file_of_a_stranger_is_refused_and_enrolment_is_offered(network, bundle):
    envelope = cut(bundle.read_bytes())
    path = file_with(network, seal(FileKind.JOURNAL, stranger(), {"v": 1}, envelope.payload))
    result = one(network, path)
    assert (result.outcome, result.code) == (Outcome.REFUSED, Code.UNKNOWN_SIGNER)
    assert "đăng ký máy" in result.message


def test_a_file_of_another_province_is_refused(make_network, bundle):
    elsewhere = make_network("24373")
    assert one(elsewhere, bundle).code is Code.UNKNOWN_SIGNER


def test_an_enrolled_device_that_names_another_province_is_not_believed(network, office, bundle):
    assert one(network, forged(network, bundle, office, prov="ab" * 16)).code is Code.NOT_FOR_ME


def test_a_signature_of_another_enrolled_device_is_refused(network, bundle):
    other = network.offices["24379"]
    content = bundle.read_bytes()
    envelope = cut(content)
    made = seal(FileKind.JOURNAL, other.keys, {"v": 1}, b"")
    signature = cut(made).signature
    end = len(envelope.signed)
    swapped = content[:end] + signature + content[end + 64 :]
    assert one(network, file_with(network, swapped)).code is Code.BAD_SIGNATURE


SMALL_ORDER = bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")


def test_t13_an_ask_with_an_unsafe_key_is_refused(network, office):
    from db.exchange.keys import device_id
    from db.exchange.trust import open_ask
    from db.refusal import Refusal

    content = bytearray(seal_ask(office.keys, office.unit, None, NOW))
    content[40:72] = SMALL_ORDER
    content[24:40] = device_id(SMALL_ORDER)
    before = digests(network.hub)
    with pytest.raises(Refusal) as refused:
        open_ask(cut(bytes(content)))
    assert refused.value.code == "BAD_KEY" and "khóa trong tệp đăng ký không an toàn" in refused.value.message
    assert digests(network.hub) == before


def test_an_ask_is_no_file_to_receive(network, office):
    path = file_with(network, seal_ask(office.keys, office.unit, None, NOW))
    assert one(network, path).code is Code.WRONG_TYPE


def test_t41_an_office_cannot_sign_what_only_the_province_signs(network, office, bundle):
    down = forged(network, bundle, office, kind=FileKind.DOWN)
    assert one(network, down).code is Code.WRONG_TYPE


def test_t16_a_file_of_one_kind_does_not_pass_as_another(network, office, bundle):
    content = bundle.read_bytes()
    for kind in (FileKind.DOWN, FileKind.ACK, FileKind.RELAY):
        relabelled = content[:8] + bytes([kind]) + content[9:]
        assert one(network, file_with(network, relabelled)).code is Code.BAD_SIGNATURE


# ---- refused: header and payload -------------------------------------------------------------------------------------


def test_t20_what_is_sent_to_others_is_not_for_me(network, bundle):
    assert one(network, bundle, into=network.offices["24379"]).code is Code.NOT_FOR_ME


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

    from db.exchange.container import MAGIC, _pae

    header = text.encode()
    signed = MAGIC + bytes([1, 0, 0, 0]) + struct.pack(">IQ", len(header), 0) + office.keys.device + header
    result = one(network, file_with(network, signed + office.keys.sign(_pae(signed))))
    assert result.code in (Code.NOT_CANONICAL, Code.FORMAT)


def packed_as(network, office, bundle, packed: bytes, raw: int):
    """The bundle with a compressed frame of our choosing, encrypted and signed as it should be."""
    import hashlib

    import pyrage

    payload = pyrage.encrypt(packed, [pyrage.x25519.Recipient.from_str(network.hub.keys.recipient)])
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
        (lambda line: line.replace(b",1,159", b",1.0,159", 1), Code.NOT_CANONICAL),
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
        (lambda line: line.replace(b",1,159", b",1.0,159", 1), Code.NOT_CANONICAL),
        (lambda line: line.replace(b",1,159", b",NaN,159", 1), Code.NOT_CANONICAL),
        (lambda line: line.replace(b",1,159", b",-0,159", 1), Code.NOT_CANONICAL),
        (lambda line: line.replace(b",1,159", b",true,159", 1), Code.NOT_CANONICAL),
        (lambda line: line.replace(b",1,159", b",9007199254740992,159", 1), Code.LIMIT),
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


# ---- trust lists -----------------------------------------------------------------------------------------------------


def test_a_newer_list_is_taken_in_and_again_is_already_there(network, office):
    path = new_list(network, lambda trust: trust)
    assert one(network, path, into=office).outcome is Outcome.MERGED
    assert one(network, path, into=office).outcome is Outcome.ALREADY_HAVE


def test_t04_an_older_list_is_refused(network, office):
    old = new_list(network, lambda trust: trust)
    receive(network.hub, old)
    newer = new_list(network, lambda trust: trust)
    one(network, newer, into=office)
    result = one(network, old, into=office)
    assert (result.outcome, result.code) == (Outcome.REFUSED, Code.OLD_VERSION)


def test_t43_a_list_that_jumps_too_far_is_refused(network, office):
    far = new_list(network, lambda trust: trust, number=2_000)
    assert one(network, far, into=office).code is Code.VERSION_JUMP


def test_a_list_that_does_not_follow_the_one_in_force_is_damage(network, office):
    other = new_list(network, lambda trust: replace(trust, previous="11" * 32))
    assert one(network, other, into=office).code is Code.DAMAGED


def test_a_list_signed_by_another_root_is_refused(network, office):
    from db.exchange.trust import Cert

    root = stranger()
    hub = Cert(root.device, root.public, root.recipient, ("ab" * 16,), role="hub")
    path = file_with(network, seal_list(replace(first_list(root, hub), number=9), root, NOW))
    assert one(network, path, into=office).code is Code.UNKNOWN_SIGNER


# ---- all of them -----------------------------------------------------------------------------------------------------


def test_every_code_has_a_whole_sentence_and_its_outcome():
    for code in Code:
        said = sentence(outcome_of(code), code)
        assert said.endswith(".") and ": " in said and len(said) < 260
    assert {code for code in Code if outcome_of(code) is Outcome.WAITING} == WAITING
    assert {code for code in Code if outcome_of(code) is Outcome.QUARANTINED} == QUARANTINED


def test_a_bad_file_never_stops_the_others(network, bundle):
    folder = network.fresh_folder("lan")
    (folder / "a.khb").write_bytes(b"KHB1 hong")
    (folder / "b.khb").write_bytes(bundle.read_bytes())
    (folder / "c.khb").write_bytes(bundle.read_bytes()[:-1])
    (folder / "ghi-chu.txt").write_text("không phải tệp gửi")
    found = {r.file: r.outcome for r in receive(network.hub, folder)}
    assert found == {"a.khb": Outcome.REFUSED, "b.khb": Outcome.MERGED, "c.khb": Outcome.REFUSED}


def test_a_rehearsal_says_what_would_happen_and_keeps_nothing(network, bundle):
    before = digests(network.hub)
    with network.hub.reading() as db:
        dump = list(db.iterdump())
    (result,) = receive(network.hub, bundle, dry_run=True)
    assert result.outcome is Outcome.MERGED
    assert digests(network.hub) == before
    with network.hub.reading() as db:
        assert list(db.iterdump()) == dump


def flipped_everywhere(network, bundle, count: int):
    """A folder of copies of the bundle, each with one bit flipped: spread over the whole file."""
    content = bundle.read_bytes()
    chance = random.Random(5)
    places = sorted(chance.sample(range(len(content) * 8), count))
    folder = network.fresh_folder("lat-bit")
    for place in places:
        changed = bytearray(content)
        changed[place // 8] ^= 1 << (place % 8)
        (folder / f"{place:06d}.khb").write_bytes(changed)
    return folder


def test_t06_not_one_of_two_thousand_flipped_bits_is_ever_taken_in(network, bundle, capsys):
    count = 2_000
    folder = flipped_everywhere(network, bundle, count)
    before = digests(network.hub)
    started = time.perf_counter()
    results = receive(network.hub, folder)
    took = time.perf_counter() - started
    with capsys.disabled():
        print(f"\n{count} flipped bits refused in {took:.1f} s")
    assert [r.outcome for r in results] == [Outcome.REFUSED] * count
    assert {r.code for r in results} <= {
        Code.FORMAT,
        Code.TRUNCATED,
        Code.TOO_BIG,
        Code.UNKNOWN_SIGNER,
        Code.BAD_SIGNATURE,
        Code.DAMAGED,
    }
    assert all(r.message.startswith("Không nhận: ") for r in results)
    assert digests(network.hub) == before
    assert one(network, bundle).outcome is Outcome.MERGED


def test_the_province_makes_no_records_in_an_office_s_name_but_its_population(network, office):
    from db.exchange.canon import natural_key
    from db.refusal import Refusal
    from db.tables.units import Population

    before = digests(network.hub)
    with pytest.raises(Refusal) as refused, network.hub.write() as tx:
        tx.create(Person, full_name="Người Của Xã", office=office.unit)
    assert refused.value.code == "SCOPE" and digests(network.hub) == before
    key = natural_key("population", office.unit.hex(), 2020)
    with network.hub.write() as tx:
        tx.create(Population, id=key, office=office.unit, unit=office.unit, year=2020, people=9)
    receive(office, network.answer())
    with office.reading() as db:
        assert db.execute("SELECT people FROM population").fetchall() == [(9,)]
    sound(office)


def test_a_province_device_that_does_it_all_the_same_is_set_aside(network, office):
    add(network.hub, "Người Của Tỉnh")
    own = network.send(network.hub)
    (path,) = [file for file in own if any(entry.kind == "person" for entry in entries_of(network, file))]
    result = one(
        network,
        rewritten(
            network,
            path,
            network.hub,
            lambda e: [*e[:-1], e[-1]._replace(office=office.unit.hex())],
            addr="office",
            rcp=[network.hub.identity.device.hex()],
        ),
    )
    assert (result.outcome, result.code) == (Outcome.QUARANTINED, Code.SCOPE)
