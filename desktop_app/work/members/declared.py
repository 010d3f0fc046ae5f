"""What is said of branches and members."""

from __future__ import annotations

from collections.abc import Iterable

from db.i18n import N_, _
from db.refusal import FieldError
from db.tables.people import Membership
from db.tables.units import Branch, HeadCount
from db.text import plain
from desktop_app.work.people.declared import OF_PERSON, PEOPLE, PERSON_FIELDS, adult_or_learner
from desktop_app.work.records.fields import (
    PHONE_HEADINGS,
    Choice,
    Day,
    Number,
    Phone,
    Ref,
    Text,
    YesNo,
    between,
    not_future,
)
from desktop_app.work.records.results import Topic
from desktop_app.work.records.subject import OFFICE, Asking, Column, How, Part, Shown, Subject
from desktop_app.work.records.vocabulary import BRANCH_KINDS, LEAVING_REASONS

LARGEST_BRANCH = 1_000_000
ROUGH_KINDS = {
    "thon": "village",
    "chi hoi thon": "village",
    "buon": "village",
    "chi hoi buon": "village",
    "to dan pho": "village",
    "chi hoi to dan pho": "village",
    "truong": "school",
    "chi hoi truong": "school",
    "co quan": "agency",
    "chi hoi co quan": "agency",
    "dong ho": "clan",
    "chi hoi dong ho": "clan",
    "ban": "board",
    "chi hoi ban": "board",
}


def check_branch(branch: Branch, asking: Asking) -> Iterable[FieldError]:
    """It ends after it began; a day of counting goes with a number."""
    if branch.founded and branch.dissolved and branch.dissolved < branch.founded:
        yield FieldError("dissolved", _("Ngày giải thể phải sau ngày thành lập"))
    if asking.said.get("head_count") is None and asking.said.get("head_count_on") is not None:
        yield FieldError("head_count_on", _("Ghi số hội viên đếm được, hoặc bỏ ngày đếm"))


def branch_doubts(asking: Asking) -> Iterable[str]:
    """That an open branch of this name is there, whatever its capitals and marks."""
    name = plain(asking.said.get("name") or "")
    open_ones = asking.db.execute(
        "SELECT name FROM branches WHERE office = ? AND id <> ? AND (dissolved IS NULL OR dissolved > ?)",
        (asking.office, asking.own, asking.today.isoformat()),
    )
    same = next((known for (known,) in open_ones if name and plain(known) == name), None)
    if same is not None:
        yield _("Trong sổ đã có chi hội «{name}». Hai chi hội cùng tên thì khó phân biệt khi chọn.").format(name=same)


BRANCHES: Subject[Branch] = Subject(
    "branches",
    Branch,
    N_("Danh sách chi hội"),
    N_("chi hội"),
    (
        Text(
            "name",
            N_("Tên"),
            short=N_("Tên chi hội"),
            hint=N_("Ví dụ: Chi hội thôn 5, Chi hội buôn Dang"),
            required=N_("Nhập tên chi hội"),
            headings=("tên chi hội", "chi hội", "tên"),
            wide=True,
        ),
        Choice(
            "kind",
            N_("Loại"),
            words=BRANCH_KINDS,
            rough=ROUGH_KINDS,
            usual=lambda _asking: "village",
            required=N_("Chọn loại chi hội"),
            headings=("loại", "loại chi hội"),
        ),
        Text("head", N_("Người đứng đầu"), headings=("chi hội trưởng", "trưởng ban", "người phụ trách")),
        Phone("phone", N_("Điện thoại"), letters=24, headings=PHONE_HEADINGS),
        Number(
            "head_count",
            N_("Số hội viên đếm được"),
            column="people",
            part="count",
            hint=N_("Chỉ ghi khi không có danh sách tên; để trống nếu chưa đếm"),
            checks=(between(0, LARGEST_BRANCH, N_("Số hội viên phải là số không âm, và dưới một triệu")),),
            headings=("số hội viên", "tổng số hội viên", "hội viên"),
        ),
        Day(
            "head_count_on",
            N_("Đếm ngày"),
            column="dated",
            part="count",
            checks=(not_future(N_("Ngày đếm phải từ hôm nay trở về trước")),),
            headings=("ngày đếm", "tính đến ngày"),
        ),
        Day(
            "founded",
            N_("Ngày thành lập"),
            year_counts=True,
            checks=(not_future(N_("Ngày thành lập phải từ hôm nay trở về trước")),),
            headings=("ngày thành lập", "thành lập", "năm thành lập"),
        ),
        Day(
            "dissolved",
            N_("Ngày giải thể"),
            hint=N_("Để trống khi còn hoạt động"),
            headings=("ngày giải thể", "giải thể"),
        ),
    ),
    Shown(
        (
            "name",
            "kind",
            "founded",
            "dissolved",
            "head",
            "phone",
            Column(
                Number("members", N_("Hội viên theo danh sách")),
                "(SELECT count(*) FROM memberships m WHERE m.branch = t.id AND m.left_on IS NULL)",
            ),
            "head_count",
            "head_count_on",
        ),
        page=("name", "kind", "members", "head_count", "head_count_on", "head", "phone"),
        named="t.id",
    ),
    frozenset({Topic.BRANCHES, Topic.MEMBERS}),
    called=("name",),
    check=check_branch,
    doubts=branch_doubts,
    parts=(Part("count", HeadCount, by="branch", how=How.LATEST, on="dated"),),
    known_by=("name",),
    needed=(("name",),),
    named_by="name",
)


MEMBERS: Subject[Membership] = Subject(
    "members",
    Membership,
    N_("Danh sách hội viên"),
    N_("hội viên"),
    (
        Ref("person", N_("Người"), to=lambda: (PEOPLE,)),
        Ref("branch", N_("Chi hội"), to=lambda: (BRANCHES,), headings=("chi hội", "thuộc chi hội")),
        Day(
            "joined",
            N_("Ngày vào Hội"),
            year_counts=True,
            usual=lambda asking: asking.today,
            required=N_("Nhập ngày vào Hội"),
            checks=(not_future(N_("Ngày vào Hội phải từ hôm nay trở về trước")),),
            headings=("ngày vào hội", "vào hội", "ngày kết nạp", "năm vào hội"),
        ),
        Day(
            "left",
            N_("Ngày thôi"),
            column="left_on",
            checks=(not_future(N_("Ngày thôi phải từ hôm nay trở về trước")),),
            headings=("ngày thôi", "ngày ra khỏi hội"),
        ),
        Choice("reason", N_("Lý do"), words=LEAVING_REASONS, headings=("lý do thôi", "lý do")),
    ),
    Shown(
        (
            Column(OF_PERSON["full_name"], "coalesce(p.full_name, ln.full_name, '')"),
            Column(OF_PERSON["born"], "coalesce(p.born, ln.born, CAST(l.born_year AS TEXT))"),
            Column(OF_PERSON["sex"], "coalesce(p.sex, l.sex)"),
            Column(OF_PERSON["ethnic_group"], "coalesce(p.ethnic_group, l.ethnic_group)"),
            Column(OF_PERSON["phone"], "coalesce(p.phone, ln.phone)"),
            Column(OF_PERSON["address"], "coalesce(p.address, ln.address)"),
            Column(Text("branch", N_("Chi hội"), wide=True), "b.name"),
            "joined",
            "left",
            "reason",
            Column(Text("person", N_("Người")), "t.person", hidden=True),
            Column(Text("office", N_("Đơn vị ghi")), OFFICE),
        ),
        source=f"memberships t{adult_or_learner('t.person')} LEFT JOIN branches b ON b.id = t.branch",
        order="coalesce(p.sort_key, (SELECT x.sort_key FROM learner_names x WHERE x.learner = t.person), x''), t.id",
        slim="memberships t LEFT JOIN people p ON p.id = t.person",
        where="(p.id IS NOT NULL OR EXISTS (SELECT 1 FROM learners x WHERE x.id = t.person))",
        named="t.person",
        under="branch",
        states={"active": "(t.left_on IS NULL OR t.left_on > :today)", "all": "1"},
        once="active",
    ),
    frozenset({Topic.MEMBERS, Topic.PEOPLE}),
    called=("full_name", "branch"),
    needed=(("full_name",), ("family", "given_part")),
    sheet=("full_name", "born", "branch", "joined"),
    cells=(
        Text("family", N_("Họ và đệm"), headings=("họ và đệm", "họ đệm", "họ")),
        Text("given_part", N_("Tên"), headings=("tên",)),
        Text("male", N_("Nam"), headings=("nam",)),
        Text("female", N_("Nữ"), headings=("nữ",)),
    ),
    asides=(*PERSON_FIELDS, Day("on", N_("Từ ngày")), YesNo("new", N_("Người mới"))),
)
