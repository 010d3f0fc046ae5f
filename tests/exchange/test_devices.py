"""The province's list of devices: a stolen one is cut off, a dissolved office closed, and the offices learn of it."""

from __future__ import annotations

import pytest

from db.exchange.outcomes import Code, Outcome
from db.refusal import Refusal
from desktop_app.work.book import devices
from desktop_app.work.book.trust_in_force import require_trust
from tests.exchange.people import add, names
from tests.offices import digests, receive, sound


def test_the_list_names_every_device_and_when_it_was_last_heard_of(network, office):
    receive(network.province, *network.send(office))
    found = {device.office: device for device in devices.devices(network.province)}
    assert set(found) == {book.unit for book in network.offices.values()}
    mine = found[office.unit]
    assert (mine.unit, mine.cut_off, mine.closed) == ("Thị trấn Ea Kar", False, False)
    assert mine.received.startswith("2020-07-05T") and found[network.offices["24379"].unit].received == ""


def test_t23_what_a_stolen_laptop_sends_after_it_was_cut_off_is_set_aside(network, office):
    add(office, "Trước Khi Mất")
    receive(network.province, *network.send(office))
    path = devices.cut_off(network.province, office.identity.device, network.fresh_folder("tin-cay"))
    add(office, "Kẻ Trộm Ghi")
    results = receive(network.province, *network.send(office))
    assert [(r.outcome, r.code) for r in results] == [(Outcome.QUARANTINED, Code.REVOKED)]
    assert names(network.province) == ["Trước Khi Mất"]
    sound(network.province)
    other = network.offices["24379"]
    assert receive(other, path)[0].outcome is Outcome.MERGED
    assert require_trust(other).is_revoked(office.identity.device)


def test_an_office_whose_laptop_was_cut_off_enrols_again_with_new_keys(network, office):
    receive(network.province, *network.send(office))
    devices.cut_off(network.province, office.identity.device, network.fresh_folder("tin-cay"))
    again = network.enrol("may-moi", unit="24373")[0]
    add(again, "Máy Mới")
    assert receive(network.province, *network.send(again))[0].outcome is Outcome.MERGED
    found = [device for device in devices.devices(network.province) if device.office == office.unit]
    assert [(device.cut_off, device.block) for device in found] == [(True, None), (False, "2")]


def test_a_device_that_never_sent_anything_can_be_cut_off_too(network, office):
    add(office, "Kẻ Trộm Ghi")
    devices.cut_off(network.province, office.identity.device, network.fresh_folder("tin-cay"))
    assert receive(network.province, *network.send(office))[0].code is Code.REVOKED
    assert names(network.province) == []


def test_the_province_still_answers_everybody_else(network, office):
    devices.cut_off(network.province, office.identity.device, network.fresh_folder("tin-cay"))
    answered = {path.name.split("-")[2] for path in network.answer().glob("KH-baonhan-*")}
    assert answered == {"24379"}


def test_t31_a_closed_office_merges_what_it_wrote_before_and_no_more(network, office):
    add(office, "Trước Khi Đóng")
    path = devices.close_office(network.province, office.unit, network.fresh_folder("tin-cay"))
    assert receive(network.province, *network.send(office))[0].outcome is Outcome.MERGED
    receive(office, path)
    add(office, "Sau Khi Đóng")
    assert receive(network.province, *network.send(office))[0].code is Code.OFFICE_CLOSED
    assert names(network.province) == ["Trước Khi Đóng"]


def test_what_cannot_be_cut_off_or_closed_is_refused_and_no_list_is_issued(network, office):
    before, number = digests(network.province), require_trust(network.province).number
    out = network.fresh_folder("tin-cay")
    for wrong in (bytes(16), network.province.identity.device):
        with pytest.raises(Refusal) as refused:
            devices.cut_off(network.province, wrong, out)
        assert refused.value.code == "REFERENCE"
    with pytest.raises(Refusal):
        devices.close_office(network.province, bytes(16), out)
    with pytest.raises(Refusal) as refused:
        devices.cut_off(office, network.offices["24379"].identity.device, out)
    assert refused.value.code == "NO_ROOT"
    assert digests(network.province) == before and list(out.iterdir()) == []
    assert require_trust(network.province).number == number
