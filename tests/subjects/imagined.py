"""Two subjects that exist nowhere else: gardens, with every class of field and a natural key, and what was watered in them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from sqlalchemy import JSON, Column
from sqlmodel import Field

from db.i18n import N_, Words
from db.refusal import FieldError
from db.tables.record import Kind, Listed, Record, Travels, Writer
from desktop_app.work.members.declared import BRANCHES
from desktop_app.work.records.fields import (
    Birth,
    Choice,
    Day,
    LongText,
    Money,
    Number,
    Phone,
    Ref,
    Refs,
    Text,
    YesNo,
    between,
    not_future,
)
from desktop_app.work.records.results import Topic
from desktop_app.work.records.subject import Asking, Part, Shown, Subject
from desktop_app.work.records.vocabulary import Codes
from desktop_app.work.units.declared import UNITS, own_unit


class Garden(Listed, table=True):
    """A garden of a unit (a natural key: unit and number)."""

    __tablename__ = "imagined_gardens"
    named_by: ClassVar[str] = "name"
    kind_of: ClassVar[Kind] = Kind(
        "imagined.garden",
        writer=Writer.BOTH,
        dates=("planted",),
        births=("keeper_born",),
        choices={"soil": ("red", "grey")},
        required=("unit", "number", "name"),
        key=("unit", "number"),
        owner="unit",
    )

    unit: bytes
    number: int
    name: str
    story: str | None = None
    phone: str | None = None
    cost: int | None = None
    fenced: int = 0
    planted: str | None = None
    keeper_born: str | None = None
    soil: str | None = None
    helper: bytes | None = None
    beside: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))


class Watering(Record, table=True):
    """One time that a garden was watered."""

    __tablename__ = "imagined_waterings"
    kind_of: ClassVar[Kind] = Kind("imagined.watering", dates=("dated",), required=("garden", "dated"))

    garden: bytes
    dated: str
    litres: int | None = None


class WateringNote(Record, table=True):
    """What is said of a watering between us."""

    __tablename__ = "imagined_watering_notes"
    kind_of: ClassVar[Kind] = Kind("imagined.watering.note", Travels.NEVER, required=("watering",))

    watering: bytes
    said: str | None = None


MODELS: tuple[type[Record], ...] = (Garden, Watering, WateringNote)
SOILS = Codes({"red": N_("Đất đỏ"), "grey": N_("Đất xám")})


def check_garden(garden: Garden, _asking: Asking) -> Iterable[FieldError]:
    """A fence costs something."""
    if garden.fenced and not garden.cost:
        yield FieldError("cost", "Có rào thì ghi số tiền làm rào")


GARDENS: Subject[Garden] = Subject(
    "imagined-gardens",
    Garden,
    N_("Danh sách vườn cây"),
    N_("vườn cây"),
    (
        Ref("unit", N_("Đơn vị có vườn"), to=lambda: (UNITS,), usual=own_unit, required=N_("Ghi đơn vị có vườn")),
        Number(
            "no",
            N_("Số hiệu vườn"),
            column="number",
            required=N_("Ghi số hiệu vườn"),
            checks=(between(1, 99, N_("Số hiệu vườn từ 1 đến 99")),),
            headings=("số vườn",),
        ),
        Text("name", N_("Tên vườn cây"), required=N_("Nhập tên vườn cây"), headings=("vườn",), wide=True),
        LongText("story", N_("Chuyện của vườn"), short=N_("Chuyện vườn"), headings=("chuyện",), wide=True),
        Phone("phone", N_("Số gọi người giữ vườn"), headings=("gọi",)),
        Money("cost", N_("Tiền làm rào"), headings=("rào",)),
        YesNo("fenced", N_("Vườn có rào"), headings=("có rào",)),
        Day(
            "planted",
            N_("Ngày trồng cây"),
            checks=(not_future(N_("Ngày trồng phải từ hôm nay trở về trước")),),
            headings=("trồng",),
        ),
        Birth("keeper_born", N_("Năm sinh người giữ vườn"), headings=("sinh",)),
        Choice("soil", N_("Loại đất vườn"), words=SOILS, rough={"bazan": "red"}, headings=("đất",)),
        Ref("helper", N_("Chi hội giúp vườn"), to=lambda: (BRANCHES,), headings=("chi hội giúp",)),
        Refs("beside", N_("Chi hội ở cạnh vườn"), to=lambda: (BRANCHES,), headings=("ở cạnh",)),
    ),
    Shown(
        (
            "no",
            "name",
            "story",
            "phone",
            "cost",
            "fenced",
            "planted",
            "keeper_born",
            "soil",
            "unit",
            "helper",
            "beside",
        ),
        named="t.id",
    ),
    frozenset({Topic.FUND}),
    called=("name", "no"),
    check=check_garden,
    needed=(("no", "name"),),
    named_by="name",
)

WATERINGS: Subject[Watering] = Subject(
    "imagined-waterings",
    Watering,
    N_("Danh sách lần tưới"),
    N_("lần tưới"),
    (
        Ref(
            "garden", N_("Tưới vườn nào"), to=lambda: (GARDENS,), required=N_("Chọn vườn được tưới"), headings=("vườn",)
        ),
        Day(
            "on",
            N_("Ngày tưới"),
            column="dated",
            usual=lambda asking: asking.today,
            required=N_("Nhập ngày tưới"),
            headings=("ngày",),
        ),
        Number("litres", N_("Số lít nước"), headings=("lít",)),
        Text("said", N_("Lời dặn riêng"), part="note", headings=("dặn",), wide=True),
    ),
    Shown(("garden", "on", "litres", "said"), order="t.dated, t.id", searched=("t.dated", "t.litres")),
    frozenset({Topic.FUND}),
    called=("garden", "on"),
    parts=(Part("note", WateringNote, by="watering"),),
    needed=(("garden", "on"),),
)

IMAGINED = (GARDENS, WATERINGS)
WORDS: dict[tuple[str, str], Words] = {
    (subject.name, field.name): field.label for subject in IMAGINED for field in subject.fields
}
