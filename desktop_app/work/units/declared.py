"""What is said of units, clusters, yearly figures, posts and the phone book."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from db.i18n import N_, _
from db.refusal import FieldError, Refusal
from db.tables.people import Post
from db.tables.units import Cluster, Contact, Population, Target, Unit
from db.text import clean
from desktop_app.figures.catalogue import catalogue
from desktop_app.sheets.reading import Cell, as_text
from desktop_app.values.dates import format_date
from desktop_app.values.money import LARGEST, format_money
from desktop_app.work.people.declared import PEOPLE, adult_or_learner
from desktop_app.work.records.fields import (
    Choice,
    Day,
    Number,
    Phone,
    Ref,
    Refs,
    Text,
    Unreadable,
    Year,
    YesNo,
    between,
    not_longer,
    year_until,
)
from desktop_app.work.records.lookup import unit_id
from desktop_app.work.records.results import Offered, Topic
from desktop_app.work.records.subject import Asking, Column, Shown, Subject
from desktop_app.work.records.unit_lookup import units_of
from desktop_app.work.records.vocabulary import LEVELS

UNIT_HEADINGS = ("mã đơn vị", "đơn vị", "xã", "tên xã", "mã")
MOST_PEOPLE = 100_000_000
MOST_CLUSTERS = 999
YEAR_CHECKS = (year_until(1, N_("Năm phải từ 1990 đến năm nay hoặc năm sau")),)


def seek_unit(asking: Asking, text: str, year: int | None) -> bytes:
    """The unit that words mean today, or as it was at the end of a past `year`."""
    today = asking.today.isoformat()
    return unit_id(asking.db, text, min(today, f"{year}-12-31") if year and 1900 <= year <= 9999 else today)


def offer_units(asking: Asking, text: str) -> Offered:
    """The units that typed words may mean today."""
    units = units_of(asking.db)
    return units.offer(units.find(text, asking.today), lambda unit: unit.id)


def own_unit(asking: Asking) -> bytes:
    """The unit whose book this is."""
    return asking.office


def this_year(asking: Asking) -> int:
    """The year of today."""
    return asking.today.year


UNIT_CODE = Text("unit", N_("Đơn vị"))
UNIT_NAME = Text("unit_name", N_("Tên đơn vị"), wide=True)


def check_unit(unit: Unit, asking: Asking) -> Iterable[FieldError]:
    """A unit is not above itself, ends after it began, and shares its code with none of its days."""
    if unit.parent == unit.id:
        yield FieldError("parent", _("Đơn vị không thể trực thuộc chính mình"))
    if unit.until and unit.until < unit.since:
        yield FieldError("until", _("Ngày cuối phải sau ngày bắt đầu"))
    used = asking.db.execute(
        "SELECT name FROM units WHERE code = ? AND id <> ? AND since <= ? AND (until IS NULL OR until >= ?)",
        (unit.code, unit.id, unit.until or "9999", unit.since or ""),
    ).fetchone()
    if used:
        sentence = _("Mã {code} đang dùng cho {name} trong thời gian này. Dùng mã khác hoặc ngày khác")
        yield FieldError("code", sentence.format(code=unit.code, name=used[0]))


UNITS: Subject[Unit] = Subject(
    "units",
    Unit,
    N_("Đơn vị"),
    N_("đơn vị"),
    (
        Text("code", N_("Mã"), required=N_("Nhập mã đơn vị")),
        Text("name", N_("Tên"), required=N_("Nhập tên đơn vị"), wide=True),
        Choice("level", N_("Cấp"), words=LEVELS, usual=lambda _asking: "commune", required=N_("Chọn cấp của đơn vị")),
        Ref("parent", N_("Đơn vị cấp trên"), to=lambda: (UNITS,), usual=own_unit),
        Day("from", N_("Từ ngày"), column="since", usual=lambda asking: asking.today, required=N_("Nhập ngày bắt đầu")),
        Day("until", N_("Đến ngày")),
    ),
    Shown(
        ("code", "name", "level", "from", "until"),
        order="t.sort_key, t.since",
        office="t.id",
        searched=("t.name", "t.plain", "t.code"),
    ),
    frozenset({Topic.UNITS, Topic.REPORTS}),
    called=("name", "code"),
    check=check_unit,
    seek=seek_unit,
    offer=offer_units,
    named_by="name",
)


def read_units(asking: Asking, text: str) -> list[bytes]:
    """Units separated by semicolons or else by commas, each once; a comma may also stand within one unit's label."""
    parts = [part.strip() for part in text.split(";" if ";" in text else ",") if part.strip()]
    if ";" not in text and len(parts) > 1 and units_of(asking.db).find(text, asking.today).only:
        said = _("«{text}» có thể là một đơn vị hay {count} đơn vị. Ngăn các đơn vị bằng dấu chấm phẩy (;)")
        raise Unreadable(said.format(text=text, count=len(parts)))
    return list(dict.fromkeys(seek_unit(asking, part, None) for part in parts))


class UnitRefs(Refs):
    """The units of a cluster."""

    def read(self, cell: Cell, asking: Asking) -> Any:
        """Names or codes, each once."""
        return [unit.hex() for unit in read_units(asking, clean(as_text(cell)))]


def check_cluster(cluster: Cluster, asking: Asking) -> Iterable[FieldError]:
    """Its leader is one of its units, and each of them belongs to one cluster a year."""
    if cluster.leader is not None and cluster.leader.hex() not in cluster.units:
        yield FieldError("leader", _("Cụm trưởng phải là một đơn vị trong cụm"))
    others = asking.db.execute(
        "SELECT name, units FROM clusters WHERE year = ? AND number <> ?", (cluster.year, cluster.number)
    )
    for name, units in others:
        if twice := next((unit for unit in cluster.units if unit in units), None):
            unit = asking.db.execute("SELECT name FROM units WHERE id = ?", (bytes.fromhex(twice),)).fetchone()[0]
            sentence = _("{unit} đã thuộc {cluster} trong năm {year}. Mỗi đơn vị chỉ ở một cụm.")
            raise Refusal(sentence.format(unit=unit, cluster=name, year=cluster.year), code="CLUSTER")


CLUSTERS: Subject[Cluster] = Subject(
    "clusters",
    Cluster,
    N_("Cụm thi đua"),
    N_("cụm thi đua"),
    (
        Number(
            "number",
            N_("Số cụm"),
            required=N_("Ghi số cụm"),
            checks=(between(1, MOST_CLUSTERS, N_("Số cụm phải là số dương")),),
        ),
        Year("year", N_("Năm"), required=N_("Ghi năm"), proposed=this_year, checks=YEAR_CHECKS),
        Text("name", N_("Tên"), required=N_("Nhập tên cụm thi đua"), wide=True),
        Ref("leader", N_("Cụm trưởng"), to=lambda: (UNITS,)),
        UnitRefs(
            "units",
            N_("Các đơn vị"),
            to=lambda: (UNITS,),
            hint=N_("Mỗi dòng một đơn vị: tên hoặc mã"),
            required=N_("Ghi các đơn vị trong cụm"),
        ),
    ),
    Shown(
        ("number", "year", "name", "units"),
        page=(
            "number",
            "year",
            "name",
            Column(Text("leader", N_("Cụm trưởng"), wide=True), "(SELECT u.name FROM units u WHERE u.id = t.leader)"),
            Column(Number("count", N_("Số đơn vị")), "json_array_length(t.units)"),
        ),
        order="t.number, t.year",
        office="NULL",
        searched=("t.name", "t.number", "t.year"),
    ),
    frozenset({Topic.REPORTS}),
    called=("name", "year"),
    check=check_cluster,
    named_by="name",
)

PEOPLE_COUNT = between(0, MOST_PEOPLE, N_("Số liệu phải là số không âm, và dưới một trăm triệu"))


def check_population(one: Population, _asking: Asking) -> Iterable[FieldError]:
    """At least one of the three numbers is said."""
    if one.people is None and one.households is None and one.pupils is None:
        yield FieldError("people", _("Nhập dân số, số hộ hoặc số học sinh"))


def population_doubts(asking: Asking) -> Iterable[str]:
    """More households than people."""
    people, households = asking.said.get("people"), asking.said.get("households")
    if people is not None and households is not None and households > people:
        said = _("Số hộ ({households}) nhiều hơn số dân ({people}).")
        yield said.format(households=format_money(households), people=format_money(people))


POPULATION: Subject[Population] = Subject(
    "population",
    Population,
    N_("Dân số"),
    N_("dân số"),
    (
        Ref(
            "unit",
            N_("Đơn vị"),
            to=lambda: (UNITS,),
            as_of="year",
            usual=own_unit,
            required=N_("Ghi mã hoặc tên đơn vị"),
            headings=UNIT_HEADINGS,
        ),
        Year(
            "year",
            N_("Năm"),
            required=N_("Ghi năm bằng bốn chữ số"),
            proposed=this_year,
            checks=YEAR_CHECKS,
            headings=("năm",),
        ),
        Number(
            "people",
            N_("Số dân"),
            checks=(PEOPLE_COUNT,),
            headings=("dân số", "số dân", "nhân khẩu", "số khẩu"),
        ),
        Number("households", N_("Số hộ"), checks=(PEOPLE_COUNT,), headings=("số hộ", "hộ")),
        Number("pupils", N_("Số học sinh"), checks=(PEOPLE_COUNT,), headings=("số học sinh", "học sinh")),
    ),
    Shown(
        (
            Column(UNIT_CODE, "u.code"),
            Column(Text("name", N_("Tên"), wide=True), "u.name"),
            "year",
            "people",
            "households",
            "pupils",
        ),
        page=("name", "year", "people", "households", "pupils"),
        source="population t JOIN units u ON u.id = t.unit",
        order="u.sort_key, t.year",
        searched=("u.name", "u.plain", "u.code", "t.year"),
    ),
    frozenset({Topic.REPORTS}),
    called=("name", "year"),
    check=check_population,
    doubts=population_doubts,
    needed=(("unit", "year", "people"),),
)


def check_target(one: Target, _asking: Asking) -> Iterable[FieldError]:
    """Its indicator is one that may be set."""
    indicator = catalogue().get(one.indicator)
    if indicator is None or indicator.target == "none":
        sentence = _("«{code}» không phải mã một chỉ tiêu giao được. Ghi mã như D01, B02")
        yield FieldError("indicator", sentence.format(code=one.indicator))


class IndicatorCode(Text):
    """The code of an indicator, in capitals."""

    def read(self, cell: Cell, asking: Asking) -> str:
        """D01, however it is written."""
        return super().read(cell, asking).upper()


TARGETS: Subject[Target] = Subject(
    "targets",
    Target,
    N_("Chỉ tiêu"),
    N_("chỉ tiêu"),
    (
        Ref(
            "unit",
            N_("Đơn vị"),
            to=lambda: (UNITS,),
            as_of="year",
            usual=own_unit,
            required=N_("Ghi mã hoặc tên đơn vị"),
            headings=UNIT_HEADINGS,
        ),
        Year(
            "year",
            N_("Năm"),
            required=N_("Ghi năm bằng bốn chữ số"),
            proposed=this_year,
            checks=YEAR_CHECKS,
            headings=("năm",),
        ),
        IndicatorCode(
            "indicator",
            N_("Chỉ tiêu"),
            hint=N_("Mã của chỉ tiêu, ví dụ D01"),
            required=N_("Ghi mã chỉ tiêu, ví dụ D01"),
            letters=16,
            headings=("chỉ tiêu", "mã chỉ tiêu"),
        ),
        Number(
            "value",
            N_("Giá trị"),
            required=N_("Thiếu số liệu"),
            checks=(between(0, LARGEST, N_("Chỉ tiêu phải là số không âm, và không quá lớn")),),
            headings=("giá trị", "kế hoạch", "số giao", "giao"),
        ),
    ),
    Shown(
        (
            Column(UNIT_CODE, "u.code"),
            Column(Text("name", N_("Tên"), wide=True), "u.name"),
            "year",
            "indicator",
            "value",
        ),
        page=("name", "year", "indicator", "value"),
        source="targets t JOIN units u ON u.id = t.unit",
        order="u.sort_key, t.year, t.indicator",
        office="t.unit",
        searched=("u.name", "u.plain", "u.code", "t.year", "t.indicator"),
    ),
    frozenset({Topic.REPORTS}),
    called=("name", "year", "indicator"),
    check=check_target,
    needed=(("unit", "year", "indicator", "value"),),
)

LONGEST = 120
"""Letters of a field."""


SHORTEST_PHONE = 6
"""Signs of a number that can be called."""

CONTACTS: Subject[Contact] = Subject(
    "contacts",
    Contact,
    N_("Danh bạ các đơn vị"),
    N_("liên hệ"),
    (
        Ref("unit", N_("Đơn vị"), to=lambda: (UNITS,), required=N_("Ghi mã hoặc tên đơn vị")),
        Text("name", N_("Gọi cho"), wide=True, checks=(not_longer(LONGEST),)),
        Text("post", N_("Chức vụ"), checks=(not_longer(LONGEST),)),
        Phone("phone", N_("Điện thoại"), shortest=SHORTEST_PHONE),
        Text(
            "zalo",
            N_("Zalo"),
            hint=N_("Số hoặc tên Zalo, nếu khác số điện thoại"),
            checks=(not_longer(LONGEST),),
        ),
    ),
    Shown(
        (Column(UNIT_CODE, "u.code"), Column(UNIT_NAME, "u.name"), "name", "post", "phone", "zalo"),
        source="contacts t JOIN units u ON u.id = t.unit",
        order="u.sort_key, t.id",
        office="t.unit",
        searched=("u.name", "u.plain", "u.code", "t.name", "t.post", "t.phone", "t.zalo"),
    ),
    frozenset({Topic.CONTACTS}),
    called=("unit_name", "name"),
)


def post_doubts(asking: Asking) -> Iterable[str]:
    """A first day to come; the same post from the same day once more."""
    said, since = asking.said, asking.said.get("from")
    if since and since > asking.today:
        yield _("Ngày bắt đầu {day} còn chưa tới.").format(day=format_date(since))
    known = asking.db.execute(
        "SELECT 1 FROM posts WHERE person = ? AND unit = ? AND post = ? AND coalesce(since, '') = ? AND id <> ?",
        (
            said.get("person"),
            said.get("unit") or asking.office,
            said.get("post"),
            since.isoformat() if since else "",
            asking.own,
        ),
    ).fetchone()
    if known:
        yield _("Người này đã được ghi chức vụ ấy từ ngày ấy.")


def check_post(post: Post, _asking: Asking) -> Iterable[FieldError]:
    """It ends after it began."""
    if post.since and post.until and post.until < post.since:
        yield FieldError("until", _("Ngày thôi giữ chức vụ phải sau ngày bắt đầu"))


POSTS: Subject[Post] = Subject(
    "posts",
    Post,
    N_("Chức vụ"),
    N_("chức vụ"),
    (
        Ref("person", N_("Người giữ chức vụ"), to=lambda: (PEOPLE,), required=N_("Nhập người giữ chức vụ")),
        Ref("unit", N_("Đơn vị"), to=lambda: (UNITS,), usual=own_unit, required=N_("Ghi mã hoặc tên đơn vị")),
        Text("post", N_("Chức vụ"), required=N_("Nhập chức vụ")),
        Day("from", N_("Từ ngày"), column="since"),
        Day("until", N_("Đến ngày")),
    ),
    Shown(
        (
            Column(Text("person", N_("Người giữ chức vụ")), "coalesce(p.full_name, ln.full_name, '')"),
            Column(Text("unit", N_("Đơn vị")), "u.name"),
            "post",
            "from",
            "until",
            Column(Text("phone", N_("Điện thoại")), "coalesce(p.phone, ln.phone)"),
        ),
        source=f"posts t{adult_or_learner('t.person')} LEFT JOIN units u ON u.id = t.unit",
        order="u.sort_key, t.post",
        searched=("p.full_name", "ln.full_name", "u.name", "t.post"),
    ),
    frozenset({Topic.PEOPLE}),
    called=("person", "post"),
    check=check_post,
    doubts=post_doubts,
    asides=(YesNo("new", N_("Người mới")),),
)
