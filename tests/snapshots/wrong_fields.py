"""Every field of every subject with what cannot stand in it: what is tried on a record to add and on one to change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tests.snapshots.clerk import NOBODY

TEXT: tuple[str, ...] = ("",)
NEEDED = ("",)
DAYS = ("", "31/02/2020", "5/3/52", "1952", "hôm nay", "1/1/1850", "2020-07-06")
DAY = ("", "31/02/2020", "2020-07-06")
"""A day in fields that are read like another one before them."""
BIRTH = ("", "30/2/1950", "52", "1850", "2050", "trẻ")
NUMBER = ("", "1,5", "một", "-1", "99999999999999999999")
YEAR = ("", "hai nghìn", "99", "99999", "2035")
MONEY = ("", "nhiều", "1,500 triệu", "-5", "0,5", "0", "99999999999999999999")
CHOICE = ("", "x")
YES = ("", "2", "có")
UNIT = ("", "99999", "Không Có", "Tân Hòa", NOBODY)
REF = ("", "Không Có", NOBODY)
TWICE = (*REF, "Trùng Tên")
ID = ("", "xyz", NOBODY)
PERSON: dict[str, tuple[str, ...]] = {
    "full_name": NEEDED,
    "given": ("", "Không Phải"),
    "born": BIRTH,
    "sex": CHOICE,
    "ethnic_group": ("", "Sao Hỏa"),
    "phone": TEXT,
    "address": TEXT,
    "guardian": TEXT,
    "consent_on": DAY,
    "consent_by": TEXT,
    "school": TEXT,
    "class": TEXT,
}
VALUES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "units": {"code": ("", "24373", "chữ"), "name": NEEDED, "level": CHOICE, "parent": UNIT, "from": DAYS, "until": DAY},
    "population": {"unit": UNIT, "year": YEAR, "people": NUMBER, "households": NUMBER, "pupils": NUMBER},
    "targets": {"unit": UNIT, "year": YEAR, "indicator": ("", "Z99", "d16"), "value": NUMBER},
    "clusters": {"number": (*NUMBER, "0", "5000"), "year": YEAR, "name": NEEDED, "leader": (*UNIT, "657"), "units": UNIT},
    "contacts": {"unit": UNIT, "name": TEXT, "post": TEXT, "phone": ("", "12"), "zalo": TEXT},
    "branches": {
        "name": NEEDED, "kind": CHOICE, "founded": DAYS, "dissolved": (*DAY, "1990-01-01"), "head": TEXT, "phone": TEXT,
        "head_count": NUMBER, "head_count_on": DAY,
    },
    "people": PERSON,
    "members": {
        **PERSON, "person": TWICE, "branch": REF, "joined": DAYS, "left": (*DAY, "2000-01-01"), "reason": CHOICE, "on": DAY,
        "new": YES,
    },
    "posts": {"person": TWICE, "unit": UNIT, "post": NEEDED, "from": DAYS, "until": (*DAY, "2000-01-01"), "new": YES},
    "groups": {"name": NEEDED, "kind": CHOICE, "address": TEXT},
    "donors": {"full_name": NEEDED, "kind": CHOICE, "address": TEXT, "phone": TEXT},
    "purses": {"name": NEEDED, "restricted": YES, "purpose": TEXT, "donor": TWICE, "allowed": ("", "x", "gift_person")},
    "fund": {
        "kind": CHOICE, "amount": MONEY, "purse": REF, "account": CHOICE, "to_purse": REF, "to_account": CHOICE, "on": DAYS,
        "party": TWICE, "party_kind": CHOICE, "category": (*CHOICE, "running"), "note": TEXT, "goods": ("", "50 quyển vở"),
        "decision": ("", "12", "12/2019", NOBODY), "of": ID, "reason": CHOICE, "new": YES,
    },
    "rounds": {"name": NEEDED, "school_year": ("", "2019", "2020-2019"), "purpose": CHOICE, "purse": REF, "budget": MONEY},
    "decisions": {
        "no": (*NUMBER, "0", "7"), "year": (*YEAR, "2018"), "on": DAYS, "signer": TEXT, "signer_post": TEXT, "title": TEXT,
        "subject": TEXT,
    },
    "awards": {
        "round": REF, "recipient": (*TWICE, "Ai Mới"), "recipient_kind": (*CHOICE, "family", "unit"), "form": CHOICE,
        "reason": TEXT, "amount": MONEY, "goods": TEXT, "goods_value": MONEY, "decision": ("", "12", "12/2019", NOBODY),
        "state": (*CHOICE, "approved", "paid"), "certificate_no": NUMBER, "payment": ID, "note": TEXT, "on": DAY,
        "account": CHOICE, "new": YES,
    },
}  # fmt: skip
"""For each field what is tried in it, one at a time; "" is empty."""
RIGHT: Mapping[str, tuple[str, ...]] = {
    "units": ("code=88888", "name=Xã Thử", "parent=651", "from=2020-01-01"),
    "population": ("year=2018", "people=5"),
    "targets": ("unit=24373", "year=2020", "indicator=D01", "value=5"),
    "clusters": ("number=9", "year=2020", "name=Cụm 9", "units=643,645"),
    "contacts": ("unit=643", "name=Bà Hạnh"),
    "branches": ("name=Chi hội Thử",),
    "people": ("full_name=Người Thử",),
    "members": ("full_name=Người Thử", "joined=2020-01-01"),
    "posts": ("person=Nguyễn Thị Mai", "post=Thư ký", "from=2019-01-01"),
    "groups": ("name=Nhà Thử",),
    "donors": ("full_name=Nhà Tài Trợ Thử",),
    "purses": ("name=Quỹ Thử",),
    "fund": ("kind=receive", "amount=10000", "on=2020-07-01"),
    "rounds": ("name=Đợt Thử", "purpose=support"),
    "decisions": ("no=50", "on=2020-07-01"),
    "awards": ("round=Khen cuối năm", "recipient=Nguyễn Thị Mai", "recipient_kind=official"),
}
"""A record that would be taken; one field of it is made wrong."""
CHANGED: Mapping[str, str] = {
    "units": "<new unit 1>",
    "population": "<population 1>",
    "targets": "<target 1>",
    "clusters": "<cluster 1>",
    "contacts": "<contact 1>",
    "branches": "<branch 1>",
    "people": "<person 1>",
    "members": "<member 1>",
    "posts": "<post 1>",
    "groups": "<group 1>",
    "donors": "<donor 1>",
    "purses": "<purse 1>",
    "fund": "<movement 1>",
    "rounds": "<round 1>",
    "decisions": "<decision 1>",
    "awards": "<award 1>",
}
"""The record that is changed."""
FURTHER: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "members": (("left=2019-01-01", "branch=Chi hội cũ"), ("reason=died",)),
    "branches": (("name=A", "head_count=5"), ("name=A", "head_count_on=2020-01-01")),
    "purses": (("name=A", "restricted=1"), ("name=Quỹ Khuyến học",)),
    "fund": (
        ("kind=pay", "amount=90000000", "category=running"),
        ("kind=pay", "amount=1000", "purse=Học bổng Y Jút", "account=bank", "category=running"),
        ("kind=pay", "amount=1000"),
        ("kind=transfer", "amount=1000"),
        ("kind=transfer", "amount=1000", "purse=Học bổng Y Jút", "to_purse=Quỹ Khuyến học", "account=bank"),
        ("kind=receive", "amount=1000", "account=goods"),
        ("kind=receive", "amount=1000", "party=Trùng Tên"),
        ("kind=reverse",),
        ("kind=reverse", "of=xyz"),
        ("kind=reverse", "of=<movement 1>", "reason=x"),
        ("kind=reverse", "of=<movement 2>", "on=2020-02-01"),
        ("kind=reverse", "of=<movement 7>"),
    ),
    "awards": (
        ("round=Khen cuối năm", "recipient=Ai Mới", "recipient_kind=unit"),
        ("round=Khen cuối năm", "recipient=Trùng Tên", "recipient_kind=donor"),
        ("round=Khen cuối năm", "recipient=Nguyễn Thị Mai", "recipient_kind=official", "form=scholarship"),
        ("round=Khen cuối năm", "recipient=Nguyễn Thị Mai", "recipient_kind=official", "state=withdrawn"),
        ("round=Khen cuối năm", "recipient=H’Nhi Byă", "decision=7/2020", "certificate_no=một"),
        ("round=Khen cuối năm", "recipient=H’Nhi Byă", "decision=7/2020", "certificate_no=12"),
        ("round=Khen cuối năm", "recipient=H’Nhi Byă", "decision=7/2020", "state=paid", "on=31/02/2020"),
        ("round=Khen cuối năm", "recipient=H’Nhi Byă", "decision=7/2020", "state=paid", "on=2020-07-06"),
        ("round=Khen cuối năm", "recipient=H’Nhi Byă", "decision=7/2020", "state=paid", "account=x", "amount=1000"),
        ("round=Khen cuối năm", "recipient=H’Nhi Byă", "decision=7/2020", "state=paid", "amount=90000000"),
        ("round=Khen cuối năm", "recipient=H’Nhi Byă", "decision=7/2020", "state=paid", "payment=xyz"),
        ("round=Khen cuối năm", "recipient=H’Nhi Byă", "decision=7/2020", "state=paid", "payment=<movement 2>"),
    ),
    "decisions": (("no=7", "year=2020", "on=2020-06-01"),),
    "clusters": (("number=10", "year=2020", "name=Cụm 10", "units=643"), ("number=10", "year=2020", "name=C", "units=Ea, Kar")),
}  # fmt: skip
"""Records to add that are wrong as a whole."""
UNCHANGEABLE: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "awards": (
        ("<award 2>", "amount=5"),
        ("<award 2>", "state=nominated"),
        ("<award 4>", "state=withdrawn"),
        ("<award 3>", "form=certificate"),
    ),
    "members": (("<member 3>", "left=2003-01-01"), ("<member 3>", "branch=Chi hội Thôn 1"), ("<member 1>", "joined=2020-07-06")),
    "people": (("<person 2>", "full_name="), ("<person 2>", "consent_on=", "consent_by="), ("<person 2>", "class=")),
    "purses": (("<purse 2>", "name=Khác"), ("<purse 1>", "restricted=0")),
}  # fmt: skip
"""Records that stand in a state in which something may not be changed."""
REFUSED_TOGETHER = ("khong_co=1", "salary=2")


def wrong_to_add(subject: str, *, least: bool) -> Iterator[tuple[str, ...]]:
    """One wrong field after the other, then all together in this order and the other way round, then wrong as a whole.

    With the `least` only the last of what is tried in a field: the sentences are the same ones in another language.
    """
    right = dict(field.split("=", 1) for field in RIGHT[subject])
    for name, values in VALUES[subject].items():
        for value in values[-1:] if least else values:
            if value or name in right:
                yield _fields({**right, name: value})
    for name in right:
        yield _fields({one: value for one, value in right.items() if one != name})
    worst = {name: values[-1] if values[-1] else "" for name, values in VALUES[subject].items()}
    yield _fields(worst)
    yield _fields(dict(reversed(worst.items())))
    yield _fields(dict.fromkeys(VALUES[subject], ""))
    yield ()
    yield REFUSED_TOGETHER
    yield ("salary",)
    yield from FURTHER.get(subject, ())


def wrong_to_change(subject: str, *, least: bool) -> Iterator[tuple[str, ...]]:
    """On a record that is there, first which record: each field emptied, and with the last of what is tried in it.

    The `least` is what is wrong together.
    """
    record = CHANGED[subject]
    for name, values in VALUES[subject].items():
        for value in () if least else dict.fromkeys((values[0], values[-1])):
            yield (record, f"{name}={value}")
    worst = {name: values[-1] for name, values in VALUES[subject].items()}
    yield (record, *_fields(worst))
    yield (record, *_fields(dict(reversed(worst.items()))))
    yield (record,)
    yield (record, *REFUSED_TOGETHER)
    yield (record, "salary")
    yield ("xyz", next(iter(_fields(worst))))
    yield (NOBODY, *RIGHT[subject][:1])
    yield from UNCHANGEABLE.get(subject, ())


def _fields(fields: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(f"{name}={value}" for name, value in fields.items())
