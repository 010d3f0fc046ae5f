"""What is said of groups, rounds, decisions and awards."""

from __future__ import annotations

import re

from db.i18n import N_, _
from db.seed import default_purse
from db.tables.awards import Award, AwardNote, Round
from db.tables.people import Group
from desktop_app.values.money import LARGEST
from desktop_app.work.awards.certificate_numbers import written_certificate
from desktop_app.work.fund.declared import DECISIONS, DONORS, FUND, PURSES
from desktop_app.work.people.declared import PEOPLE, PERSON_FIELDS, adult_or_learner
from desktop_app.work.records.fields import (
    Choice,
    Day,
    LongText,
    Money,
    Number,
    Ref,
    Text,
    YesNo,
    between,
)
from desktop_app.work.records.results import Topic
from desktop_app.work.records.subject import OFFICE, Asking, Column, Part, Row, Shown, Subject
from desktop_app.work.records.vocabulary import (
    ACCOUNTS,
    AWARD_STATES,
    FORMS,
    GROUP_KINDS,
    PURPOSES,
    RECIPIENT_KINDS,
)
from desktop_app.work.units.declared import UNITS

AMOUNT_CHECKS = (between(0, LARGEST, N_("Số tiền phải từ 0 trở lên và không quá lớn. Kiểm tra lại số chữ số 0")),)

GROUPS: Subject[Group] = Subject(
    "groups",
    Group,
    N_("Danh sách tập thể"),
    N_("tập thể"),
    (
        Text("name", N_("Tên"), required=N_("Nhập tên"), wide=True),
        Choice(
            "kind",
            N_("Loại"),
            words=GROUP_KINDS,
            usual=lambda _asking: "family",
            required=N_("Chọn loại tập thể"),
        ),
        Text("address", N_("Địa chỉ"), wide=True),
    ),
    Shown(("name", "kind", "address"), named="t.id"),
    frozenset({Topic.PEOPLE}),
    called=("name",),
    named_by="name",
)


SCHOOL_YEAR = re.compile(r"(?:19|20)[0-9]{2}-(?:19|20)[0-9]{2}\Z")


def school_year(said: str, _asking: Asking) -> str | None:
    """A school year is two years that follow each other, written 2019-2020."""
    first, last = (int(year) for year in said.split("-")) if SCHOOL_YEAR.match(said) else (0, 0)
    return None if last == first + 1 else _("«{text}» không phải năm học. Ghi dạng 2019-2020").format(text=said)


def this_school_year(asking: Asking) -> str:
    """2019-2020: it begins in August."""
    today = asking.today
    first = today.year if today.month >= 8 else today.year - 1
    return f"{first}-{first + 1}"


ROUNDS: Subject[Round] = Subject(
    "rounds",
    Round,
    N_("Đợt xét"),
    N_("đợt xét"),
    (
        Text(
            "name",
            N_("Tên đợt"),
            hint=N_("Ví dụ: Học bổng đầu năm học 2020–2021"),
            required=N_("Nhập tên đợt xét"),
            wide=True,
        ),
        Choice("purpose", N_("Để làm gì"), words=PURPOSES, required=N_("Chọn khuyến học hoặc khuyến tài")),
        Text(
            "school_year",
            N_("Năm học"),
            hint=N_("Ví dụ 2019-2020"),
            letters=16,
            proposed=this_school_year,
            checks=(school_year,),
        ),
        Ref("purse", N_("Lấy từ quỹ"), to=lambda: (PURSES,), proposed=lambda asking: default_purse(asking.office)),
        Money("budget", N_("Dự định chi"), checks=AMOUNT_CHECKS),
    ),
    Shown(
        (
            "name",
            "school_year",
            "purpose",
            "budget",
            Column(
                Number("awards", N_("Số suất")),
                "(SELECT count(*) FROM awards a WHERE a.round = t.id AND a.state <> 'withdrawn')",
            ),
        ),
        order="t.id DESC",
        searched=("t.name", "t.school_year"),
    ),
    frozenset({Topic.AWARDS}),
    called=("name", "school_year"),
    named_by="name",
)


def decision_of(row: Row) -> str | None:
    """The decision of a line as «số/năm»."""
    return f"{row['decision_no']}/{row['decision_year']}" if row["decision_no"] else None


AWARDS: Subject[Award] = Subject(
    "awards",
    Award,
    N_("Khen thưởng, học bổng"),
    N_("suất"),
    (
        Ref(
            "round",
            N_("Đợt"),
            to=lambda: (ROUNDS,),
            required=N_("Chọn đợt xét"),
            headings=("đợt xét", "đợt", "tên đợt"),
        ),
        Ref(
            "recipient",
            N_("Người nhận"),
            to=lambda: (PEOPLE, GROUPS, DONORS, UNITS),
            required=N_("Nhập người nhận"),
            headings=("người nhận", "họ và tên", "họ tên", "họ và tên học sinh", "đơn vị, cá nhân nhận", "tên"),
            wide=True,
        ),
        Choice(
            "recipient_kind",
            N_("Đối tượng"),
            words=RECIPIENT_KINDS,
            headings=("đối tượng", "loại đối tượng"),
        ),
        Choice("form", N_("Hình thức"), words=FORMS, headings=("hình thức", "hình thức khen")),
        Money(
            "amount",
            N_("Số tiền"),
            hint=N_("Để trống khi chỉ trao giấy khen hoặc hiện vật"),
            headings=("số tiền", "mức thưởng", "tiền thưởng", "trị giá"),
        ),
        Text(
            "goods",
            N_("Hiện vật"),
            hint=N_("Ví dụ: 1 xe đạp"),
            part="note",
            wide=True,
            headings=("hiện vật", "quà"),
        ),
        Money("goods_value", N_("Giá trị hiện vật"), headings=("giá trị hiện vật",)),
        LongText(
            "reason",
            N_("Thành tích, lý do"),
            short=N_("Lý do"),
            hint=N_("In trên giấy khen; không rời khỏi đơn vị"),
            part="note",
            wide=True,
            headings=("thành tích", "lý do", "hoàn cảnh", "thành tích, hoàn cảnh"),
        ),
        Text("note", N_("Ghi chú"), part="note"),
        Ref("decision", N_("Quyết định"), to=lambda: (DECISIONS,), headings=("quyết định", "số quyết định")),
        Choice("state", N_("Tình trạng"), words=AWARD_STATES, headings=("trạng thái", "tình trạng")),
        Number("certificate_no", N_("Số giấy khen"), headings=("số giấy khen", "số vào sổ")),
        Ref("payment", N_("Phiếu chi"), to=lambda: (FUND,)),
    ),
    Shown(
        (
            Column(
                Text("recipient", N_("Người nhận"), wide=True),
                "coalesce(p.full_name, ln.full_name, g.name, o.full_name, u.name, '')",
            ),
            "recipient_kind",
            Column(Text("round", N_("Đợt")), "r.name"),
            Column(Choice("purpose", N_("Để làm gì"), words=PURPOSES), "r.purpose"),
            "form",
            "amount",
            "goods_value",
            "state",
            Column(Number("certificate_no", N_("Số giấy khen")), "t.certificate_no", hidden=True),
            Column(
                Text("certificate_no", N_("Số giấy khen")), of=lambda row: written_certificate(row["certificate_no"])
            ),
            Column(Text("decision_no", N_("Quyết định")), "d.number", hidden=True),
            Column(Text("decision_year", N_("Quyết định")), "d.year", hidden=True),
            Column(Text("reason", N_("Thành tích, lý do"), short=N_("Lý do"), wide=True), "n.reason"),
            Column(Text("goods", N_("Hiện vật"), wide=True), "n.goods"),
            Column(Text("office", N_("Đơn vị ghi")), OFFICE),
            Column(Text("decision", N_("Quyết định")), of=decision_of),
        ),
        source="awards t LEFT JOIN rounds r ON r.id = t.round LEFT JOIN decisions d ON d.id = t.decision"
        f"{adult_or_learner('t.recipient')} LEFT JOIN groups g ON g.id = t.recipient"
        " LEFT JOIN donors o ON o.id = t.recipient LEFT JOIN units u ON u.id = t.recipient"
        " LEFT JOIN award_notes n ON n.award = t.id",
        order="t.round DESC, coalesce(p.sort_key, ln.sort_key, g.sort_key, o.sort_key, u.sort_key), t.id",
        searched=(
            "p.full_name",
            "ln.full_name",
            "g.name",
            "o.full_name",
            "u.name",
            "r.name",
            "n.reason",
            "d.number || '/' || d.year",
        ),
        under="round",
        states={"all": "1", **{state: f"t.state = '{state}'" for state in AWARD_STATES}},
    ),
    frozenset({Topic.AWARDS}),
    called=("recipient", "form", "round"),
    parts=(Part("note", AwardNote, by="award"),),
    needed=(("recipient", "round"),),
    cells=tuple(field for field in PERSON_FIELDS if field.name in ("born", "school", "class")),
    asides=(
        Choice("account", N_("Chi bằng"), words=ACCOUNTS),
        Day("on", N_("Ngày trao"), headings=("ngày trả", "ngày trao")),
        YesNo("new", N_("Người mới")),
    ),
)
