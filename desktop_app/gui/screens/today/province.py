"""The province's own cards of «Hôm nay»: who is missing, what all offices together have, who falls behind, who has ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.i18n import _
from desktop_app.gui.kit.look import wording, words
from desktop_app.gui.kit.look.card import Card
from desktop_app.gui.screens.today.balances import add_balances
from desktop_app.values.dates import format_date
from desktop_app.values.money import format_money
from desktop_app.work.privacy import erasure
from desktop_app.work.records import vocabulary
from desktop_app.work.today import province_today
from desktop_app.work.today.office_today import Overview
from desktop_app.work.today.province_today import ProvinceToday

if TYPE_CHECKING:
    from desktop_app.gui.screens.today import TodayScreen

NAMED = 6
"""So many are named; of the others it is said how many there are."""


def province_cards(screen: TodayScreen, seen: Overview) -> list[Card]:
    """The cards from top to bottom; who falls behind is computed after they are shown, for it takes seconds."""
    assert seen.desk is not None
    ended = [_ended(screen, seen.desk)] if seen.desk.ended else []
    return [
        *ended,
        *([_erasures(screen, seen.desk)] if seen.desk.erasures else []),
        _missing(screen, seen.desk),
        _together(screen, seen.desk),
        _behind(screen, seen.desk),
        _own_fund(screen, seen),
    ]


def _missing(screen: TodayScreen, desk: ProvinceToday) -> Card:
    card = Card(_("Nhận và trả lời"))
    sent = _("{sent} trên {all} đơn vị đã gửi số liệu đã chốt {period}.").format(
        sent=desk.enrolled - len(desk.missing), all=desk.enrolled, period=vocabulary.period_words(desk.period)
    )
    card.add_line(sent if desk.enrolled else _("Chưa có đơn vị nào đăng ký."))
    if desk.missing:
        card.add_line(_("▲ Còn thiếu: {offices}.").format(offices=_named([one.name for one in desk.missing])))
    if desk.changed:
        changed = _named([one.name for one in desk.changed])
        card.add_line(_("▲ Đã đổi sau khi chốt: {offices}.").format(offices=changed))
    for said in desk.unheard[:NAMED]:
        card.add_line(f"▲ {said}")
    card.add_line(
        _("Hết {period}: còn {days} ngày.").format(period=vocabulary.period_words(desk.running), days=desk.days_left),
        "hint",
    )
    card.add_button(_("Nhận tệp"), screen.leading_to("exchange/intake"))
    card.add_button(_("Ai chưa gửi"), screen.leading_to("exchange/senders"))
    return card


def _together(screen: TodayScreen, desk: ProvinceToday) -> Card:
    found = desk.together
    card = Card(_("Toàn tỉnh, theo các tệp đã nhận"))
    card.add_line(
        _("{members} hội viên có tên trong danh sách, {branches} chi hội, ban.").format(
            members=format_money(found.members), branches=format_money(found.branches)
        )
    )
    if found.counted:
        card.add_line(
            _("Thêm {count} hội viên theo số đếm của chi hội không có danh sách.").format(
                count=format_money(found.counted)
            )
        )
    for account, amount in sorted(found.money.items()):
        if amount:
            said = _("Quỹ các cấp – {account}: {amount} đồng")
            card.add_line(said.format(account=wording.word(vocabulary.ACCOUNTS, account), amount=format_money(amount)))
    card.add_button(_("Báo cáo cụm"), screen.leading_to("reports"))
    return card


def _behind(screen: TodayScreen, desk: ProvinceToday) -> Card:
    card = Card(_("Cần chú ý {period}").format(period=vocabulary.period_words(desk.period)))
    nobody = desk.enrolled == len(desk.missing)
    line = card.add_line(
        _("Chưa đơn vị nào gửi số liệu đã chốt của kỳ này nên chưa so được.") if nobody else _("Đang tính…")
    )

    def tell(found: tuple[list[str], str]) -> None:
        flags, uncompared = found
        shown = [f"▲ {one}" for one in flags[:NAMED]] or [uncompared or _("✔ Không có đơn vị nào dưới ngưỡng.")]
        if len(flags) > NAMED:
            shown.append(_("và {count} điều nữa trong báo cáo.").format(count=len(flags) - NAMED))
        line.setText("\n".join(shown))

    if not nobody:
        screen.ask(
            lambda: province_today.flagged(screen.book),
            tell,
            page=card,
            failed=lambda: line.setText(words.not_read()),
            long=True,
        )
    card.add_button(_("Xem báo cáo"), screen.leading_to("reports"))
    return card


def _ended(screen: TodayScreen, desk: ProvinceToday) -> Card:
    days = [one.ended for one in desk.ended if one.ended is not None]
    card = Card(_("▲ Đơn vị đã kết thúc, chưa bàn giao"))
    card.add_line(
        _("{count} đơn vị đã hết (ngày cuối {day}) còn {branches} chi hội, {members} hội viên: {offices}.").format(
            count=len(desk.ended),
            day=format_date(max(days)),
            branches=format_money(sum(one.branches for one in desk.ended)),
            members=format_money(sum(one.members for one in desk.ended)),
            offices=_named([one.name for one in desk.ended]),
        )
    )
    card.add_line(
        _("Bấm «Bàn giao đơn vị»: chọn từng dòng rồi «Chuyển chi hội» sang đơn vị mới; hội viên và lịch sử đi theo."),
        "hint",
    )
    card.add_button(_("Bàn giao đơn vị"), screen.leading_to("exchange/handovers"))
    return card


def _erasures(screen: TodayScreen, desk: ProvinceToday) -> Card:
    card = Card(_("▲ Đề nghị xóa dữ liệu cá nhân"))
    said = _("{asked} đang chờ tỉnh xóa ở mọi sổ.").format(asked=erasure.asked_words(desk.erasures))
    card.add_line(said)
    card.add_button(_("Xem các đề nghị"), screen.leading_to("exchange/erasures"))
    return card


def _own_fund(screen: TodayScreen, seen: Overview) -> Card:
    card = Card(_("Quỹ của Hội Khuyến học tỉnh"))
    add_balances(card, seen)
    card.add_button(_("Thu tiền"), screen.leading_to("fund/new"))
    return card


def _named(names: list[str]) -> str:
    """The first names, and how many more there are."""
    said = ", ".join(names[:NAMED])
    more = len(names) - NAMED
    return _("{names} và {count} đơn vị nữa").format(names=said, count=more) if more > 0 else said
