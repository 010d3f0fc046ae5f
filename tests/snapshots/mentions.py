"""Somebody is erased whose name stands in every free text of the book: what is told of each."""

from __future__ import annotations

from collections.abc import Iterator

from tests.snapshots.clerk import Clerk
from tests.snapshots.little_book import KINDS, PROVINCE

NAME = "Lưuxa Thị Đặc"
WRITTEN: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("people", (f"full_name={NAME}", "born=1950")),
    ("branches", (f"name=Chi hội {NAME}",)),
    ("branches", ("name=Chi hội Năm", f"head={NAME}")),
    ("people", ("full_name=H’Nhi Byă", "school=THCS", "class=6A", f"guardian={NAME}", "consent_on=2020-06-01", f"consent_by={NAME}")),
    ("people", ("full_name=Y Bin", f"school=Trường {NAME}", "class=6A", f"address=nhà {NAME}")),
    ("posts", ("person=Y Bin", f"post=Thay {NAME}")),
    ("groups", (f"name=Gia đình {NAME}", f"address=cạnh nhà {NAME}")),
    ("donors", (f"full_name=Hộ {NAME}", f"address=nhà {NAME}")),
    ("purses", (f"name=Quỹ {NAME}",)),
    ("purses", ("name=Quỹ Riêng", f"purpose=do {NAME} lập")),
    ("rounds", (f"name=Đợt {NAME}", "purpose=support")),
    ("rounds", ("name=Đợt Khác", "purpose=support")),
    ("decisions", ("no=7", "on=2020-06-01", f"signer={NAME}", f"signer_post=Thay {NAME}", f"title=Khen {NAME}", f"subject=V/v {NAME}")),
    ("fund", ("kind=receive", "amount=5000", f"party={NAME}", f"note=của {NAME}", "on=2020-06-01")),
    ("fund", ("kind=receive", "amount=5000", "account=goods", f"goods=áo của {NAME}", "on=2020-06-02")),
    ("awards", ("round=Đợt Khác", "recipient=Y Bin", "recipient_kind=pupil", f"reason=con {NAME}", f"goods=vở của {NAME}",
                f"note=nhờ {NAME}")),
    ("units", ("code=88888", f"name=Xã {NAME}", "parent=651", "from=2020-01-01")),
    ("clusters", ("number=9", "year=2020", f"name=Cụm {NAME}", "units=643,645")),
    ("contacts", ("unit=651", f"name={NAME}", f"post=Thay {NAME}", f"zalo={NAME}")),
)  # fmt: skip


def told(clerk: Clerk) -> Iterator[str]:
    """The erasure by command, then the log of what is left to see to."""
    made = [clerk.add(PROVINCE, subject, f"named {KINDS[subject]}", *fields) for subject, fields in WRITTEN]
    yield from clerk.told("list", clerk.book(PROVINCE), "people", "-o", clerk.folder / "ra.csv")
    yield from clerk.told("erase", clerk.book(PROVINCE), "people", made[0], "--reason", "theo yêu cầu")
    yield from clerk.told("exports", clerk.book(PROVINCE))
