"""A province and its offices come to trust each other by files."""

from __future__ import annotations

import pytest

from db.refusal import Refusal
from desktop_app.work.book import enrolment
from desktop_app.work.book.trust_in_force import trust_of
from tests.offices import receive, sound


def test_an_enrolled_office_and_its_province_hold_the_same_trust_list(network):

    office = network.offices["24373"]
    assert trust_of(office).digest() == trust_of(network.province).digest()
    assert len(trust_of(office).certs) == 3


def test_the_first_bundle_of_an_office_is_merged_whole(network):
    office = network.offices["24373"]
    (result,) = receive(network.province, *network.send(office))
    assert (str(result.outcome), result.code, result.new) == ("MERGED", None, result.last)
    sound(network.province)


def test_a_machine_that_the_list_does_not_name_believes_nobody_by_it(network):
    stranger = network.make("may-la", "24382")
    with pytest.raises(Refusal, match="chưa có máy này") as refused:
        enrolment.accept(stranger, [network.answer()])
    assert refused.value.code == "NOT_LISTED"
    assert enrolment.trust_of(stranger) is None
