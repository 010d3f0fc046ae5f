"""One commune's book and the province's, with something of every subject; and how each subject is named."""

from __future__ import annotations

from pathlib import Path

from tests.snapshots.clerk import Clerk, Names

COMMUNE, PROVINCE = "xa", "tinh"
KINDS = {
    "people": "person",
    "members": "member",
    "branches": "branch",
    "units": "new unit",
    "posts": "post",
    "population": "population",
    "targets": "target",
    "clusters": "cluster",
    "contacts": "contact",
    "donors": "donor",
    "purses": "purse",
    "fund": "movement",
    "groups": "group",
    "rounds": "round",
    "decisions": "decision",
    "awards": "award",
}
"""What one record of a subject is called here."""
OF_PROVINCE = ("units", "targets", "clusters", "contacts")
FILLED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("branches", ("name=Chi hội Thôn 1", "kind=village", "founded=2001-03-20", "head=Y Thông Niê", "phone=0905 111 222")),
    ("branches", ("name=Chi hội Trường Lê Lợi", "kind=school", "head_count=45", "head_count_on=31/12/2019")),
    ("branches", ("name=Chi hội cũ", "founded=1999-01-02", "dissolved=2015-06-30")),
    ("people", ("full_name=Nguyễn Thị Mai", "born=25/12/1952", "sex=female", "ethnic_group=Kinh", "phone=0905333444",
                "address=Thôn 5")),
    ("people", ("full_name=H’Nhi Byă", "born=2008", "sex=female", "ethnic_group=Êđê", "school=THCS Ea Tar", "class=6A",
                "guardian=H’Lan Byă", "consent_on=1/6/2020", "consent_by=H’Lan Byă")),
    ("people", ("full_name=Trùng Tên",)),
    ("people", ("full_name=Trùng Tên", "born=1960")),
    ("members", ("full_name=Trần Văn Đạt", "born=1949", "sex=male", "phone=0263822111", "branch=Chi hội Thôn 1",
                 "joined=2003-05-19")),
    ("members", ("person=Nguyễn Thị Mai", "branch=Chi hội Trường Lê Lợi", "joined=2010-09-05")),
    ("members", ("full_name=Lê Thị Sáu", "joined=2004-02-01", "left=2019-11-20", "reason=moved")),
    ("posts", ("person=Nguyễn Thị Mai", "post=Chủ tịch", "from=2018-01-01")),
    ("posts", ("person=Trần Văn Đạt", "post=Thủ quỹ", "from=2013-01-01", "until=2017-12-31")),
    ("groups", ("name=Gia đình ông Sáu", "kind=family", "address=Thôn 2")),
    ("groups", ("name=Dòng họ Niê", "kind=clan")),
    ("donors", ("full_name=Công ty Cà phê Ea Kar", "kind=organisation", "address=Km 52", "phone=02623625001")),
    ("donors", ("full_name=Bà Hoa",)),
    ("donors", ("full_name=Trùng Tên",)),
    ("donors", ("full_name=Trùng Tên", "address=Thôn 9")),
    ("purses", ("name=Học bổng Y Jút", "restricted=1", "purpose=học bổng học sinh nghèo", "donor=Bà Hoa",
                "allowed=scholarship")),
    ("decisions", ("no=7", "year=2020", "on=2020-06-01", "signer=Nguyễn Thị Mai", "signer_post=Chủ tịch",
                   "title=Khen thưởng cuối năm học", "subject=V/v khen thưởng")),
    ("decisions", ("no=3", "on=2019-05-30")),
    ("fund", ("kind=opening", "amount=2.000.000", "on=2020-01-01")),
    ("fund", ("kind=receive", "amount=1,5 triệu", "party=Công ty Cà phê Ea Kar", "on=2020-03-01", "note=Ủng hộ năm 2020")),
    ("fund", ("kind=receive", "amount=900000", "party=Bà Hoa", "purse=Học bổng Y Jút", "on=2020-03-02", "account=bank")),
    ("fund", ("kind=receive", "amount=250000", "account=goods", "goods=50 quyển vở", "party=Người qua đường",
              "on=2020-03-03")),
    ("fund", ("kind=pay", "amount=100k", "category=running", "party=Cửa hàng Minh", "on=2020-03-04")),
    ("fund", ("kind=transfer", "amount=300000", "to_account=bank", "on=2020-03-05")),
    ("fund", ("kind=receive", "amount=70000", "party=Ghi Nhầm", "on=2020-03-06")),
    ("rounds", ("name=Học bổng đầu năm", "purpose=support", "school_year=2019-2020", "purse=Học bổng Y Jút",
                "budget=900000")),
    ("rounds", ("name=Khen cuối năm", "purpose=talent", "school_year=2019-2020")),
    ("awards", ("round=Học bổng đầu năm", "recipient=H’Nhi Byă", "form=scholarship", "amount=300000",
                "reason=Vượt khó học giỏi")),
    ("awards", ("round=Khen cuối năm", "recipient=Gia đình ông Sáu", "recipient_kind=family", "decision=7/2020",
                "reason=Gia đình học tập", "certificate_no=12")),
    ("awards", ("round=Khen cuối năm", "recipient=Lê Xuân Khoa", "new=1", "form=gift", "goods=1 xe đạp", "goods_value=800000",
                "state=approved", "decision=7/2020")),
    ("awards", ("round=Khen cuối năm", "recipient=Bà Hoa", "recipient_kind=donor", "form=certificate", "amount=50000",
                "state=paid", "decision=7/2020", "on=2020-06-02")),
    ("population", ("year=2019", "people=9.500", "households=2100", "pupils=1200")),
    ("population", ("year=2020", "people=9600")),
    ("units", ("code=77777", "name=Xã Mới", "level=commune", "parent=651", "from=2020-01-01")),
    ("units", ("code=77778", "name=Xã Tạm", "parent=651", "from=2019-01-01", "until=2019-12-31")),
    ("targets", ("unit=24373", "year=2020", "indicator=d01", "value=5000000")),
    ("targets", ("unit=24376", "year=2019", "indicator=B01", "value=300")),
    ("clusters", ("number=9", "year=2020", "name=Cụm 9", "units=643,645", "leader=643")),
    ("contacts", ("unit=651", "name=Bà Hạnh", "post=Phó Chủ tịch", "phone=0905777888", "zalo=0905777889")),
)  # fmt: skip
"""What is entered, in this order; then the last movement is reversed."""


def build(folder: Path) -> Clerk:
    """Both books in a folder, through commands; whoever needs them copies the folder."""
    clerk = Clerk(folder, Names())
    for name, unit, role in ((COMMUNE, "24373", "office"), (PROVINCE, "66", "province")):
        words = ("--unit", unit, "--officer", "Nguyễn Thị Hà", "--as", role, "--on", "2020-01-01")
        ended = clerk.run("book", "new", clerk.book(name), *words)
        assert ended.code == 0, ended.err
    made = ""
    for subject, fields in FILLED:
        made = clerk.add(book_of(subject), subject, KINDS[subject], *fields)
        if subject == "fund" and "party=Ghi Nhầm" in fields:
            clerk.add(
                COMMUNE, "fund", "movement", "kind=reverse", f"of={made}", "reason=entered_twice", "on=2020-03-07"
            )
    for person in clerk.rows(COMMUNE, "people"):
        clerk.names.name(person["id"], "person")
    for purse in clerk.rows(COMMUNE, "purses"):
        clerk.names.name(purse["id"], "purse")
    return clerk


def book_of(subject: str) -> str:
    """The book in which a subject is written here."""
    return PROVINCE if subject in OF_PROVINCE else COMMUNE
