"""Files refused for what they are and who signed them: containers, signers, trust lists."""

from __future__ import annotations

import hashlib
import struct
import zipfile
from dataclasses import replace

import pytest

from db.exchange.outcomes import Code, Outcome
from db.exchange.trust.trust_list import first_list, seal_ask, seal_list
from db.exchange.wire.bundle_file import FileKind, cut, seal
from tests.exchange.forging import forged, new_list, stranger
from tests.exchange.outcomes import file_with, one
from tests.offices import NOW, digests, receive

# ---- refused: the container ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kept", [1, 7, 8, 39, 40, 500, -1])
def test_t05_a_cut_file_is_refused_before_anything_is_parsed(network, bundle, kept):
    content = bundle.read_bytes()
    result = one(network, file_with(network, content[:kept]))
    assert (result.outcome, result.code) == (Outcome.REFUSED, Code.TRUNCATED)
    assert "chưa chép xong" in result.message


@pytest.mark.parametrize(
    "change",
    [
        lambda c: b"%PDF-1.7 khong phai tep gui" * 9,
        lambda _c: b"",
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


@pytest.mark.parametrize("place", [0.5, -10, -100])
@pytest.mark.parametrize("name", ["a-truoc.khb", "z-sau.khb"])
def test_a_damaged_copy_is_refused_whether_the_good_file_is_known_or_comes_along(network, bundle, place, name):
    content = bytearray(bundle.read_bytes())
    content[int(len(content) * place) if place == 0.5 else place] ^= 1
    copy = file_with(network, bytes(content), name)
    both = {result.file: result for result in receive(network.province, copy, bundle)}
    assert both[bundle.name].outcome is Outcome.MERGED
    (again,) = receive(network.province, copy)
    for result in (both[name], again):
        assert (result.outcome, result.code) == (Outcome.REFUSED, Code.DAMAGED)
        assert "Bản nguyên vẹn của tệp này" in result.message and "không cần gửi lại" in result.message
    assert receive(network.province, bundle)[0].outcome is Outcome.ALREADY_HAVE


def test_a_damaged_answer_is_refused_whether_a_newer_one_is_known_or_not(network, office, bundle):
    receive(network.province, bundle)
    answers = list(network.answer().glob("KH-baonhan-24373-*.khb"))
    content = bytearray(answers[0].read_bytes())
    content[-10] ^= 1
    copy = file_with(network, bytes(content), "hong.khb")
    assert receive(office, copy)[0].code is Code.DAMAGED
    receive(office, answers[0])
    assert receive(office, copy)[0].code is Code.DAMAGED


def test_of_two_copies_that_are_only_tried_none_is_said_to_be_in_the_book(network, bundle):
    copy = file_with(network, bundle.read_bytes(), "chep.khb")
    tried = receive(network.province, bundle, copy, dry_run=True)
    assert sorted(str(one.outcome) for one in tried) == ["ALREADY_HAVE", "MERGED"]
    (second,) = [one for one in tried if one.outcome is Outcome.ALREADY_HAVE]
    assert second.message == "Trùng: giống một tệp khác trong lần này, nhận một lần là đủ."
    receive(network.province, bundle)
    (known,) = receive(network.province, copy, dry_run=True)
    assert "tệp này đã nhận rồi" in known.message


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


def test_a_zip_that_lists_a_million_names_is_refused_by_its_end_alone(network, bundle):
    """Nothing reads the list: it is not even one, and would be damage to whoever did."""
    one_file = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, 46, 30, 0)
    for end in (
        struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 60_000, 60_000, 2**24, 30, 0),
        struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, 2**24, 30, 0),
        struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 2**32 - 1, 2**32 - 1, 0),
    ):
        assert one(network, file_with(network, b"PK\x03\x04" + bytes(100) + end, "to.zip")).code is Code.FORMAT
    assert one(network, file_with(network, b"PK\x03\x04" + bytes(100) + one_file, "mot.zip")).code is Code.DAMAGED


def test_of_a_trust_file_by_a_stranger_nothing_is_unpacked(network):
    """Its list is one that nobody could read; who it is from is known before."""
    header = {"v": 1, "app": "x", "prov": "ab" * 16, "n": 7, "prev_hash": None, "raw": 10, "z": 3, "t": 1}
    header["csha"] = hashlib.sha256(b"bad").hexdigest()
    path = file_with(network, seal(FileKind.TRUST, stranger(), header, b"bad", with_key=True))
    assert one(network, path).code is Code.UNKNOWN_SIGNER


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
    from db.exchange.trust.trust_list import open_ask
    from db.exchange.wire.signatures import device_id
    from db.refusal import Refusal

    content = bytearray(seal_ask(office.keys, office.unit, None, NOW))
    content[40:72] = SMALL_ORDER
    content[24:40] = device_id(SMALL_ORDER)
    before = digests(network.province)
    with pytest.raises(Refusal) as refused:
        open_ask(cut(bytes(content)))
    assert refused.value.code == "BAD_KEY" and "khóa trong tệp đăng ký không an toàn" in refused.value.message
    assert digests(network.province) == before


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


# ---- trust lists -----------------------------------------------------------------------------------------------------


def test_a_newer_list_is_taken_in_and_again_is_already_there(network, office):
    path = new_list(network, lambda trust: trust)
    assert one(network, path, into=office).outcome is Outcome.MERGED
    assert one(network, path, into=office).outcome is Outcome.ALREADY_HAVE


def test_t04_an_older_list_is_refused(network, office):
    old = new_list(network, lambda trust: trust)
    receive(network.province, old)
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
    from db.exchange.trust.trust_list import Cert

    root = stranger()
    province = Cert(root.device, root.public, root.recipient, ("ab" * 16,), role="hub")
    path = file_with(network, seal_list(replace(first_list(root, province), number=9), root, NOW))
    assert one(network, path, into=office).code is Code.UNKNOWN_SIGNER
