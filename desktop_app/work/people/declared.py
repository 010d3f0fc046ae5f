"""What is said of a person; an adult and a learner are entered by the same fields."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from db.ethnic_groups import is_unknown
from db.i18n import N_, _
from db.tables.people import Learner, LearnerName, Person
from desktop_app.work.records.fields import PHONE_HEADINGS, Birth, Choice, Day, Phone, Text, not_future
from desktop_app.work.records.results import Topic
from desktop_app.work.records.subject import Column, Shown, Subject
from desktop_app.work.records.vocabulary import PERSON_KINDS, SEXES

BIRTH_HEADINGS = ("năm sinh", "ngày sinh", "ngày tháng năm sinh", "ngày, tháng, năm sinh")
NAME_HEADINGS = ("họ và tên", "họ tên", "tên hội viên", "họ và tên hội viên")


class EthnicGroup(Text):
    """A people's name, in whatever writing; one that is none of the 54 is kept all the same."""

    def doubts(self, value: str) -> list[str]:
        """That no group of the country is called so."""
        sentence = _("«{group}» không có trong danh mục 54 dân tộc. Kiểm tra lại cách viết.")
        return [sentence.format(group=value)] if is_unknown(value) else []


PERSON_FIELDS = (
    Text("full_name", N_("Họ và tên"), required=N_("Nhập họ và tên"), wide=True, headings=NAME_HEADINGS),
    Text("given", N_("Tên gọi")),
    Birth("born", N_("Ngày hoặc năm sinh"), short=N_("Ngày sinh"), headings=BIRTH_HEADINGS),
    Choice("sex", N_("Giới tính"), words=SEXES, headings=("giới tính", "nam/nữ", "nam nữ", "giới")),
    EthnicGroup(
        "ethnic_group", N_("Dân tộc"), hint=N_("Ví dụ: Kinh, Ê Đê, Mnông, Tày, Nùng"), letters=24, headings=("dân tộc",)
    ),
    Phone("phone", N_("Điện thoại"), letters=24, headings=PHONE_HEADINGS),
    Text(
        "address",
        N_("Thôn, buôn, địa chỉ"),
        short=N_("Địa chỉ"),
        hint=N_("In ở cột «Thôn, buôn» của danh sách"),
        wide=True,
        headings=("địa chỉ", "chỗ ở", "nơi ở", "thôn, buôn", "thôn buôn"),
    ),
    Text("guardian", N_("Cha mẹ, người giám hộ")),
    Day(
        "consent_on",
        N_("Gia đình đồng ý ngày"),
        hint=N_("Ngày ký phiếu đồng ý. Để trống thì tên em không rời khỏi đơn vị"),
        checks=(not_future(N_("Ngày đồng ý phải từ hôm nay trở về trước")),),
    ),
    Text("consent_by", N_("Người đồng ý"), hint=N_("Ví dụ: mẹ, H’Lan Niê")),
    Text("school", N_("Trường"), headings=("trường", "trường học")),
    Text("class", N_("Lớp"), column="class_name", letters=16, headings=("lớp",)),
)

OF_PERSON = {field.name: field for field in PERSON_FIELDS}
OLD_FOR_A_PUPIL = 40
"""Years."""
LISTED = ("full_name", "born", "sex", "ethnic_group", "phone", "address")


def person_doubts(said: Mapping[str, Any]) -> list[str]:
    """What may be a slip of the hand in these fields of a person."""
    return [text for name, field in OF_PERSON.items() if said.get(name) for text in field.doubts(said[name])]


def old_pupil_doubts(said: Mapping[str, Any], today: date) -> list[str]:
    """That somebody who could have grandchildren is entered as a pupil, by a school, a class or a guardian."""
    born, pupil = said.get("born"), any(said.get(name) for name in ("school", "class", "class_name", "guardian"))
    if not born or not pupil or today.year - int(str(born)[:4]) < OLD_FOR_A_PUPIL:
        return []
    sentence = _(
        "Người sinh năm {year} mà có ghi trường, lớp hoặc người giám hộ thì sổ ghi là học sinh. "
        "Là người lớn thì để trống các mục ấy."
    )
    return [sentence.format(year=str(born)[:4])]


def adult_or_learner(reference: str) -> str:
    """Joins to whoever a reference names; through the view of all persons SQLite would first gather everybody."""
    return (
        f" LEFT JOIN people p ON p.id = {reference} LEFT JOIN learners l ON l.id = {reference}"
        f" LEFT JOIN learner_names ln ON ln.learner = {reference}"
    )


PEOPLE = Subject(
    "people",
    Person,
    N_("Danh sách người"),
    N_("người"),
    PERSON_FIELDS,
    Shown(
        (
            *(Column(field, f"t.{field.name}") for field in PERSON_FIELDS if field.name in LISTED),
            Column(Choice("kind", N_("Loại"), words=PERSON_KINDS), "t.kind"),
        ),
        source="persons t",
        named="t.id",
    ),
    frozenset({Topic.PEOPLE}),
    called=("full_name", "born"),
    also=(Learner,),
    hanging=((LearnerName, "learner"),),
    named_by="full_name",
    table="persons",
)
