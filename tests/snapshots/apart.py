"""Two devices of one office that write different things into the same fields; then what the office and the province see."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QLabel

from tests.gui.driving import Person
from tests.offices import COMMUNES, found, receive
from tests.snapshots import window
from tests.snapshots.clerk import Clerk, Names
from tests.snapshots.little_book import KINDS

FIRST, SECOND, PROVINCE = COMMUNES[0], "may-2", "tinh"
MADE: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("branches", ("name=Chi hội Một",)),
    ("branches", ("name=Chi hội Hai",)),
    ("people", ("full_name=Nguyễn Thị Mai", "born=1952")),
    ("people", ("full_name=H’Nhi Byă", "school=THCS Ea Tar", "class=6A", "consent_on=2020-06-01", "consent_by=mẹ")),
    ("members", ("person=Nguyễn Thị Mai", "branch=Chi hội Một", "joined=2010-09-05")),
    ("members", ("full_name=Lê Văn Hội", "branch=Chi hội Hai", "joined=2010-09-05")),
    ("people", ("full_name=Y Bin", "born=1970")),
    ("posts", ("person=Nguyễn Thị Mai", "post=Chủ tịch", "from=2018-01-01")),
    ("groups", ("name=Gia đình ông Sáu",)),
    ("donors", ("full_name=Bà Hoa",)),
    ("donors", ("full_name=Ông Ba",)),
    ("purses", ("name=Quỹ Y Jút",)),
    ("rounds", ("name=Học bổng", "purpose=support")),
    ("decisions", ("no=7", "year=2020", "on=2020-06-01")),
    ("fund", ("kind=receive", "amount=500000", "party=Bà Hoa", "on=2020-03-01")),
    ("awards", ("round=Học bổng", "recipient=H’Nhi Byă", "form=scholarship", "amount=300000")),
    ("awards", ("round=Học bổng", "recipient=Gia đình ông Sáu", "recipient_kind=family")),
    ("population", ("year=2020", "people=9600")),
)
"""What both devices have."""
CHANGES: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("<branch 1>", ("name=Chi hội A", "kind=school", "founded=2001-01-01", "head=Ông A", "phone=0905111111"),
     ("name=Chi hội B", "kind=agency", "founded=2002-02-02", "head=Bà B", "phone=0905222222")),
    ("<branch 2>", ("dissolved=2019-01-01",), ("dissolved=2019-02-02",)),
    ("<branch 2>", ("head_count=10", "head_count_on=2018-06-01"), ("head_count=20", "head_count_on=2018-06-01")),
    ("<person 1>", ("full_name=Nguyễn Thị A", "born=1951", "sex=female", "ethnic_group=Kinh", "phone=0905111111", "address=Thôn 1"),
     ("full_name=Nguyễn Thị B", "born=1953", "sex=male", "ethnic_group=Tày", "phone=0905222222", "address=Thôn 2")),
    ("<person 2>", ("full_name=H’Nhi A", "born=2008", "sex=female", "school=THCS A", "class=6B", "guardian=ông A", "phone=0905111111"),
     ("full_name=H’Nhi B", "born=2009", "sex=male", "school=THCS B", "class=6C", "guardian=bà B", "phone=0905222222")),
    ("<person 2>", ("consent_by=cha", "ethnic_group=Êđê", "address=Thôn 1"), ("consent_by=bà", "ethnic_group=Kinh", "address=Thôn 2")),
    ("<member 1>", ("joined=2011-01-01",), ("joined=2012-02-02",)),
    ("<member 1>", ("left=2019-01-01", "reason=moved"), ("left=2019-02-02", "reason=resigned")),
    ("<post 1>", ("post=Phó", "from=2018-02-02", "until=2020-01-01"), ("post=Thư ký", "from=2018-03-03", "until=2020-02-02")),
    ("<group 1>", ("name=Nhà A", "kind=clan", "address=Thôn 1"), ("name=Nhà B", "kind=unit", "address=Thôn 2")),
    ("<donor 1>", ("full_name=Bà A", "kind=organisation", "address=1", "phone=0905111111"), ("full_name=Bà B", "address=2", "phone=0905222222")),
    ("<purse 1>", ("name=Quỹ A", "restricted=1", "purpose=a", "donor=<donor 1>", "allowed=scholarship"),
     ("name=Quỹ B", "purpose=b", "donor=<donor 2>", "allowed=award_teacher")),
    ("<round 1>", ("name=Đợt A", "school_year=2018-2019", "purpose=talent", "budget=1"),
     ("name=Đợt B", "school_year=2019-2020", "budget=2", "purse=<purse 1>")),
    ("<decision 1>", ("no=8", "year=2019", "on=2019-01-01", "signer=A", "signer_post=Chủ tịch", "title=a", "subject=a"),
     ("no=9", "year=2018", "on=2018-02-02", "signer=B", "signer_post=Phó", "title=b", "subject=b")),
    ("<award 1>", ("amount=100000", "goods=vở", "goods_value=1000", "reason=a", "note=a"),
     ("amount=200000", "goods=bút", "goods_value=2000", "reason=b", "note=b")),
    ("<award 2>", ("form=merit",), ("form=flag",)),
    ("<population 1>", ("people=1", "households=1", "pupils=1"), ("people=2", "households=2", "pupils=2")),
)  # fmt: skip
"""A record, what the first device changes of it, and what the second."""
DEVICE = re.compile(r"(?<![0-9a-f])[0-9a-f]{8}(?![0-9a-f])")


def disagree(folder: Path) -> Clerk:
    """A province with an office of two devices that disagree."""
    network = found(folder, FIRST)
    network.enrol(SECOND, unit=FIRST)
    receive(network.offices[FIRST], network.answer())
    network.close()
    names = Names()
    first, second = (Clerk(folder, names, home=f"khoa-{name}") for name in (FIRST, SECOND))
    for subject, fields in MADE:
        first.add(FIRST, subject, KINDS[subject], *fields)
    _hand_over(first, FIRST, second, SECOND, "a")
    ids = {name: identity for identity, name in names.known.items()}
    subjects = {kind: subject for subject, kind in KINDS.items()}
    for record, one, other in CHANGES:
        subject = subjects[record[1:].split(" ")[0]]
        for clerk, book, fields in ((first, FIRST, one), (second, SECOND, other)):
            words = [_with_id(word, ids) for word in fields]
            ended = clerk.run("change", clerk.book(book), subject, ids[record], *words)
            assert ended.code == 0, (record, fields, ended.err)
    for clerk, book in ((first, FIRST), (second, SECOND)):
        clerk.add(book, "members", "member", "person=Y Bin", "joined=2019-01-01")
    _hand_over(first, FIRST, second, SECOND, "b")
    _hand_over(second, SECOND, first, FIRST, "c")
    province = Clerk(folder, names, home=f"khoa-{PROVINCE}")
    for sender, book in ((first, FIRST), (second, SECOND)):
        out = folder / f"gui-tinh-{book}"
        assert sender.run("send", sender.book(book), out).code == 0
        assert province.run("receive", province.book(PROVINCE), out).code == 0
    return first


def _with_id(word: str, ids: dict[str, str]) -> str:
    name, equals, value = word.partition("=")
    return f"{name}{equals}{ids.get(value, value)}"


def _hand_over(sender: Clerk, book: str, receiver: Clerk, other: str, name: str) -> None:
    out = sender.folder / f"giao-{name}"
    sent = sender.run("send", sender.book(book), out, "--own")
    assert sent.code == 0, sent.err
    taken = receiver.run("receive", receiver.book(other), out)
    assert taken.code == 0, taken.err + taken.out


def at_commands(first: Clerk) -> Iterator[str]:
    """The open conflicts as the command tells them, a line each; their order, and that of two values, is of chance."""
    told = first.clean(first.run("conflicts", first.book(FIRST)).out)
    yield from sorted(_conflict(*lines) for lines in _blocks(told))
    donor = next(identity for identity, name in first.names.known.items() if name == "<donor 1>")
    yield from first.told("resolve", first.book(FIRST), f"{donor}.full_name", "--value", "Bà Chọn")
    yield from first.told("conflicts", first.book(FIRST), "--settled")


def _blocks(told: str) -> Iterator[list[str]]:
    lines: list[str] = []
    for line in told.splitlines():
        if lines and not line.startswith("  "):
            yield lines
            lines = []
        lines.append(line)
    yield lines


def _conflict(heading: str, *values: str) -> str:
    """One conflict on a line, without the words that chance chose for its record: the field in question, who says what."""
    found = re.fullmatch(r"(<.+?>\.\S+|\S+) (\S+) (.*):", heading)
    assert found is not None, heading
    place, kind, about = found.groups()
    said = sorted(re.sub(r"^  \d+\. ", "", value) for value in values)
    return f"{place} {kind} {about.rpartition(' – ')[2]}: {' | '.join(said)}"


def at_window(person: Person, names: Names) -> Iterator[str]:
    """The field that each page of a conflict names and its values, then what else stands on these pages.

    Of two values chance says which one names the record until somebody has chosen.
    """
    person.desk.go_to("exchange/conflicts")
    found, others, rest = [], set[str](), 1
    while rest:
        person.wait_for_work()
        person.settle()
        heading, said, *values = _texts(person, names)
        place = re.search(r"(\d+)\D+(\d+)", said)
        assert place is not None, said
        rest = int(place[2]) - int(place[1])
        bold = sorted(re.sub(r"\d+\. |</?b>", "", text) for text in values if text.startswith("<b>"))
        found.append(f"{heading.rpartition(' – ')[2]}: {' | '.join(bold)}")
        others |= {re.sub(r"\d+", "<n>", said, count=2), *(text for text in values if not text.startswith("<b>"))}
        if rest:
            window.press(person, "Để sau")
    yield from sorted(found)
    yield from sorted(others)


def _texts(person: Person, names: Names) -> list[str]:
    labels = [one for one in person.screen.currentWidget().findChildren(QLabel) if one.isVisible()]
    texts = (re.sub("&(?=\\w)", "", html.unescape(one.text())) for one in labels)
    return [DEVICE.sub("<device>", names.clean(text)) for text in texts]


def asked(person: Person) -> Iterator[str]:
    """The province's form of a question: the fields of a record by name; chance says how the record itself is called."""
    for place in ("2", "3", "4"):
        person.ctrl(place)
        person.wait_for_work()
        window.widest_choice(person)
        window.first_row(person)
        window.press(person, "Hỏi lại đơn vị")
        yield from (line for line in window.page(person) if not line.startswith("# "))
        person.screen.close_page()


def in_language(clerk: Clerk, folder: Path, language: str) -> Clerk:
    """The same clerk with a copy of the books, who reads another language."""
    return replace(clerk, folder=folder, names=Names(dict(clerk.names.known)), language=language)
