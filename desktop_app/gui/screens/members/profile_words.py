"""What is known of a person, line by line, in the words of the forms."""

from __future__ import annotations

from db.i18n import _
from desktop_app.gui.kit.look import wording
from desktop_app.work.people.profiles import MembershipSpan, Profile, ReceivedAward
from desktop_app.work.records import vocabulary


def profile_lines(one: Profile) -> list[tuple[str, str]]:
    """Label and value of each line; "" where nothing is recorded. Every profile has the same lines."""
    return [
        (_("Họ và tên"), one.full_name),
        (_("Đơn vị"), one.office),
        (_("Ngày hoặc năm sinh"), wording.birth(one.born)),
        (_("Giới tính"), wording.word(vocabulary.SEXES, one.sex)),
        (_("Dân tộc"), one.ethnic_group or ""),
        (_("Điện thoại"), one.phone or ""),
        (_("Thôn, buôn, địa chỉ"), one.address or ""),
        (_("Cha mẹ, người giám hộ"), one.guardian or ""),
        (_("Trường, lớp"), ", ".join(part for part in (one.school, one.class_name) if part)),
        (_("Hội viên"), "\n".join(map(_stay, one.stays))),
        (_("Học bổng, khen thưởng"), "\n".join(map(_given, one.awards))),
    ]


def _stay(stay: MembershipSpan) -> str:
    branch = stay.branch or _("chưa có chi hội")
    if stay.left is None:
        return _("{branch}, từ {day}").format(branch=branch, day=wording.day(stay.joined))
    return _("{branch}, {first} – {last}").format(
        branch=branch, first=wording.day(stay.joined), last=wording.day(stay.left)
    )


def _given(given: ReceivedAward) -> str:
    form = wording.word(vocabulary.FORMS, given.form)
    state = wording.word(vocabulary.AWARD_STATES, given.state)
    year = f" {given.school_year}" if given.school_year else ""
    return _("{form}, {round}{year}: {worth} đồng, {state}").format(
        form=form, round=given.round, year=year, worth=wording.money(given.worth), state=state
    )
