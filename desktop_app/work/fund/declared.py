"""What is said of donors, purses and movements of the fund."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date

from db.i18n import N_, _, data_text
from db.refusal import FieldError
from db.seed import default_purse
from db.tables.awards import Decision
from db.tables.fund import Donor, Movement, MovementNote, Purse
from desktop_app.values.dates import format_date
from desktop_app.values.money import format_money
from desktop_app.work.fund.bound_purses import check_allowed
from desktop_app.work.fund.voucher_numbers import printed_number
from desktop_app.work.records.fields import (
    PHONE_HEADINGS,
    Choice,
    Day,
    Money,
    Number,
    Phone,
    Ref,
    Several,
    Text,
    YearNumber,
    YesNo,
    between,
    not_future,
    year_until,
)
from desktop_app.work.records.lookup import decision_id
from desktop_app.work.records.results import Topic
from desktop_app.work.records.subject import OFFICE, Asking, Column, Listing, Part, Row, Shown, Subject, listing
from desktop_app.work.records.vocabulary import (
    ACCOUNTS,
    DONOR_KINDS,
    MOVEMENT_KINDS,
    REVERSAL_REASONS,
    SIDES,
)

DONORS: Subject[Donor] = Subject(
    "donors",
    Donor,
    N_("Danh sách nhà tài trợ"),
    N_("nhà tài trợ"),
    (
        Text(
            "full_name",
            N_("Họ và tên"),
            required=N_("Nhập tên nhà tài trợ"),
            headings=("nhà tài trợ", "họ và tên", "họ tên", "tên nhà tài trợ", "tên"),
            wide=True,
        ),
        Choice(
            "kind",
            N_("Loại"),
            words=DONOR_KINDS,
            usual=lambda _asking: "person",
            required=N_("Chọn cá nhân hay tổ chức"),
            headings=("loại", "cá nhân hay tổ chức"),
        ),
        Text("address", N_("Địa chỉ"), headings=("địa chỉ",), wide=True),
        Phone("phone", N_("Điện thoại"), letters=24, headings=PHONE_HEADINGS),
    ),
    Shown(("full_name", "kind", "address", "phone"), named="t.id"),
    frozenset({Topic.DONORS, Topic.FUND}),
    called=("full_name",),
    known_by=("full_name",),
    needed=(("full_name",),),
    named_by="full_name",
)


class Categories(Several):
    """Categories of expense that a person may book."""

    def offered(self, db: sqlite3.Connection) -> list[tuple[str, str]]:
        """Those of money; goods are given out as such."""
        rows = db.execute(
            "SELECT code, name FROM categories WHERE side = 'out' AND code NOT LIKE 'goods%' ORDER BY rowid"
        )
        return [(code, data_text(name)) for code, name in rows]


def check_purse(purse: Purse, asking: Asking) -> Iterable[FieldError]:
    """It is allowed to pay only for categories that there are; the general one is bound to no purpose."""
    if purse.restricted and purse.id == default_purse(purse.office):
        sentence = _("Quỹ này dùng chung cho mọi việc của Hội. Tiền có mục đích riêng thì thêm một quỹ khác")
        yield FieldError("purpose", sentence)
    yield from check_allowed(asking.db, purse.allowed)


PURSES: Subject[Purse] = Subject(
    "purses",
    Purse,
    N_("Danh sách quỹ"),
    N_("quỹ"),
    (
        Text(
            "name",
            N_("Tên quỹ"),
            hint=N_("Ví dụ: Quỹ học bổng Y Jút"),
            required=N_("Nhập tên quỹ"),
            wide=True,
        ),
        YesNo(
            "restricted",
            N_("Có mục đích riêng"),
            usual=lambda _asking: 0,
            follows=lambda said: int(bool(said.get("purpose"))),
        ),
        Text("purpose", N_("Dùng vào việc"), hint=N_("Điều người tài trợ yêu cầu; để trống nếu dùng chung")),
        Ref("donor", N_("Nhà tài trợ"), to=lambda: (DONORS,)),
        Categories(
            "allowed",
            N_("Được chi cho"),
            hint=N_("Không chọn gì: mọi khoản, trừ chi hoạt động Hội, chi khác và chuyển cấp khác"),
            folded=True,
        ),
    ),
    Shown(
        (
            "name",
            "restricted",
            "purpose",
            Column(Text("donor", N_("Nhà tài trợ")), "t.donor", hidden=True),
            Column(Text("allowed", N_("Được chi cho")), "(SELECT group_concat(value, ' ') FROM json_each(t.allowed))"),
        ),
        order="t.name, t.id",
        page=(
            "name",
            "purpose",
            Column(
                Text("donor", N_("Nhà tài trợ"), wide=True), "(SELECT x.full_name FROM donors x WHERE x.id = t.donor)"
            ),
            "restricted",
        ),
        searched=("t.name", "t.purpose"),
    ),
    frozenset({Topic.FUND, Topic.PURSES}),
    called=("name",),
    check=check_purse,
    named_by="name",
)


def voucher(row: Row) -> str:
    """The number of a row's voucher, "" where it has none."""
    return printed_number(row["book"], row["block"], row["number"], row["year"])


def movement_line(row: Row) -> str:
    """A movement in one line: number (or what it is), day, amount, who paid or was paid."""
    amount = _("{amount} đồng").format(amount=format_money(row["amount"]))
    said = (voucher(row) or MOVEMENT_KINDS.get(row["kind"], row["kind"]), _day(row["on"]), amount, row["party"])
    return ", ".join(part for part in said if part)


def _day(iso: str) -> str:
    return format_date(date.fromisoformat(iso))


def _hidden(name: str, sql: str) -> Column:
    return Column(Text(name, N_("Số phiếu")), sql, hidden=True)


LARGEST_NUMBER = 99_999
"""Of decisions and certificates."""


def next_number(asking: Asking) -> int:
    """The number after the highest used in the year of a decision."""
    year = asking.said.get("year") or (asking.said.get("on") or asking.today).year
    row = asking.db.execute(
        "SELECT coalesce(max(number), 0) + 1 FROM decisions WHERE office = ? AND year = ?", (asking.office, year)
    ).fetchone()
    return int(row[0])


def check_decision(decision: Decision, asking: Asking) -> Iterable[FieldError]:
    """Its number is used once in its year, which is that of its day."""
    if not decision.dated.startswith(f"{decision.year}-"):
        sentence = _("Số quyết định tính theo năm của ngày ký, là {year}. Sửa năm hoặc ngày")
        yield FieldError("year", sentence.format(year=decision.dated[:4]))
    used = asking.db.execute(
        "SELECT 1 FROM decisions WHERE office = ? AND number = ? AND year = ? AND id <> ?",
        (decision.office, decision.number, decision.year, decision.id),
    ).fetchone()
    if used is not None:
        sentence = _("Số {number}/{year} đã dùng cho quyết định khác. Dùng số kế tiếp")
        yield FieldError("no", sentence.format(number=decision.number, year=decision.year))


def seek_decision(asking: Asking, text: str, _year: int | None) -> bytes:
    """A decision by id or «số/năm»."""
    return decision_id(asking.db, text, asking.office)


DECISIONS: Subject[Decision] = Subject(
    "decisions",
    Decision,
    N_("Quyết định"),
    N_("quyết định"),
    (
        Number(
            "no",
            N_("Số"),
            column="number",
            usual=next_number,
            required=N_("Số quyết định phải là số dương"),
            checks=(between(1, LARGEST_NUMBER, N_("Số quyết định phải là số dương")),),
        ),
        Day(
            "on",
            N_("Ngày ký"),
            column="dated",
            usual=lambda asking: asking.today,
            required=N_("Nhập ngày quyết định"),
            checks=(not_future(N_("Ngày quyết định phải từ hôm nay trở về trước")),),
        ),
        YearNumber(
            "year",
            N_("Năm"),
            usual=lambda asking: (asking.said.get("on") or asking.today).year,
            follows=lambda said: said["on"].year if said.get("on") else None,
            required=N_("Năm phải từ 1990 đến năm nay"),
            checks=(year_until(0, N_("Năm phải từ 1990 đến năm nay")),),
        ),
        Text("signer", N_("Người ký"), hint=N_("Để trống thì in tên Chủ tịch ngày ấy, nếu sổ có ghi")),
        Text("signer_post", N_("Chức vụ người ký")),
        Text("title", N_("Về việc"), hint=N_("Ví dụ: Khen thưởng học sinh giỏi năm học 2019–2020"), wide=True),
        Text("subject", N_("Trích yếu")),
    ),
    Shown(
        ("no", "year", "on", "signer", "signer_post", "title", "subject"),
        page=("no", "year", "on", "title", "signer"),
        order="t.year DESC, t.number DESC",
        searched=("t.number || '/' || t.year", "t.signer", "t.title", "t.subject"),
    ),
    frozenset({Topic.AWARDS}),
    called=("no", "on", "title"),
    check=check_decision,
    seek=seek_decision,
    label=lambda row: ", ".join(
        text for text in (f"{row['no']}/{row['year']}", DECISIONS.field("on").written(row["on"]), row["title"]) if text
    ),
)

CATEGORY = Text("category", N_("Nội dung thu chi"), headings=("nội dung thu chi", "khoản mục", "mã nội dung"))

FUND: Subject[Movement] = Subject(
    "fund",
    Movement,
    N_("Phát sinh quỹ"),
    N_("phiếu"),
    (
        Choice(
            "kind",
            N_("Loại"),
            words=MOVEMENT_KINDS,
            required=N_("Chọn thu, chi hay chuyển"),
            headings=("thu, chi", "thu/chi", "thu chi", "loại phiếu", "loại"),
        ),
        Money(
            "amount",
            N_("Số tiền hoặc giá trị"),
            short=N_("Số tiền"),
            hint=N_("Đồng, ví dụ 500000"),
            required=N_("Nhập số tiền"),
            headings=("số tiền", "giá trị"),
        ),
        Ref("purse", N_("Quỹ"), to=lambda: (PURSES,), headings=("quỹ", "tên quỹ", "nguồn quỹ")),
        Choice("account", N_("Tài khoản"), words=ACCOUNTS, headings=("tài khoản", "nơi giữ", "tiền mặt, tiền gửi")),
        Ref("to_purse", N_("Chuyển đến quỹ"), to=lambda: (PURSES,), headings=("chuyển đến quỹ",)),
        Choice("to_account", N_("Chuyển đến tài khoản"), words=ACCOUNTS, headings=("chuyển đến tài khoản",)),
        Day(
            "on",
            N_("Ngày"),
            column="dated",
            headings=("ngày", "ngày tháng", "ngày chứng từ", "ngày ghi sổ", "ngày, tháng"),
        ),
        Text(
            "party",
            N_("Người nộp, người nhận"),
            wide=True,
            headings=("người nộp, người nhận", "họ tên", "họ và tên", "người nộp", "người nhận", "nhà tài trợ"),
        ),
        CATEGORY,
        Text("note", N_("Nội dung"), part="note", wide=True, headings=("diễn giải", "nội dung", "lý do", "ghi chú")),
        Text(
            "goods",
            N_("Hiện vật"),
            part="note",
            wide=True,
            headings=("hiện vật", "tên hiện vật"),
        ),
        Ref("decision", N_("Quyết định"), to=lambda: (DECISIONS,)),
    ),
    Shown(
        (
            "on",
            "kind",
            "amount",
            Column(Text("purse", N_("Quỹ")), "q.name"),
            "account",
            _hidden("book", "t.book"),
            _hidden("block", "t.block"),
            _hidden("number", "t.number"),
            _hidden("year", "t.year"),
            Column(
                Text("party", N_("Người nộp, người nhận"), wide=True),
                "coalesce(d.full_name, p.full_name, n.party, u.name)",
            ),
            Column(CATEGORY, "t.category", hidden=True),
            Column(Text("category_name", CATEGORY.label), "c.name", hidden=True),
            Column(Text("note", N_("Nội dung"), wide=True), "n.note"),
            Column(Text("goods", N_("Hiện vật"), wide=True), "n.goods"),
            Column(Text("to_purse", N_("Chuyển đến quỹ")), "z.name"),
            "to_account",
            Column(Day("reversed_on", N_("Ngày hủy")), "t.reversed_on"),
            Column(Choice("reversed_reason", N_("Lý do hủy"), words=REVERSAL_REASONS), "t.reversed_reason"),
            Column(Text("office", N_("Đơn vị ghi")), OFFICE),
            Column(Text("voucher", N_("Số phiếu")), of=voucher),
            Column(CATEGORY, of=lambda row: row["category_name"]),
        ),
        source="movements t LEFT JOIN purses q ON q.id = t.purse LEFT JOIN purses z ON z.id = t.to_purse"
        " LEFT JOIN donors d ON d.id = t.party"
        " LEFT JOIN people p ON p.id = t.party LEFT JOIN movement_notes n ON n.movement = t.id"
        " LEFT JOIN units u ON u.id = t.party"
        " LEFT JOIN categories c ON c.code = t.category",
        order="t.dated DESC, t.id DESC",
        searched=(
            "d.full_name",
            "p.full_name",
            "n.party",
            "n.note",
            "n.goods",
            "c.name",
            "q.name",
            "t.amount",
            "t.book || printf('%03d', t.number) || '/' || t.year",
        ),
    ),
    frozenset({Topic.FUND}),
    called=("on", "amount"),
    label=movement_line,
    parts=(Part("note", MovementNote, by="movement"),),
    needed=(("on", "kind", "amount"), ("on", "received", "paid"), ("on", "received"), ("on", "paid")),
    cells=(
        Money("received", N_("Thu"), headings=("thu", "số tiền thu", "số thu")),
        Money("paid", N_("Chi"), headings=("chi", "số tiền chi", "số chi")),
        Day("reversed_on", N_("Ngày hủy"), headings=("ngày hủy",)),
    ),
    asides=(
        Choice("party_kind", N_("Loại nhà tài trợ"), words=DONOR_KINDS),
        Text("of", N_("Phiếu bị hủy")),
        Choice("reason", N_("Lý do hủy"), words=REVERSAL_REASONS),
        YesNo("new", N_("Người mới")),
    ),
)

CATEGORIES: Listing = listing(
    "categories",
    N_("Nội dung thu chi"),
    "categories t",
    Shown(
        (
            Column(Text("code", N_("Mã")), "t.code"),
            Column(Text("name", N_("Tên"), wide=True), "t.name"),
            Column(Choice("side", N_("Thu, chi"), words=SIDES), "t.side"),
            Column(Text("feeds", N_("Vào chỉ tiêu")), "t.feeds"),
        ),
        order="t.rowid",
        office="NULL",
        searched=("t.name", "t.code"),
    ),
    key="t.code",
)
