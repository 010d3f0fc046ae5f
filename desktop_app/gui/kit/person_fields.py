"""The fields of a person in forms: what is asked of everybody, and what only of pupils."""

from __future__ import annotations

from typing import Any

from db.i18n import _
from desktop_app.gui.kit import wording
from desktop_app.gui.kit.form import Form
from desktop_app.gui.kit.inputs import ChoiceInput, DateInput, TextInput
from desktop_app.work.records import vocabulary


def add_everybody(form: Form) -> None:
    """Sex, ethnic group, telephone and where they live."""
    form.add("sex", _("Giới tính"), ChoiceInput([(None, _("(không ghi)")), *vocabulary.SEXES.items()]))
    form.add("ethnic_group", _("Dân tộc"), TextInput(width=24), hint=_("Ví dụ: Kinh, Ê Đê, Mnông, Tày, Nùng"))
    form.add("phone", _("Điện thoại"), TextInput(width=24))
    form.add("address", _("Thôn, buôn, địa chỉ"), TextInput(), hint=_("In ở cột «Thôn, buôn» của danh sách"))


def add_school(form: Form) -> None:
    """School and class of a pupil."""
    form.add("school", _("Trường"), TextInput())
    form.add("class_name", _("Lớp"), TextInput(width=16))


def add_family(form: Form) -> None:
    """A pupil's guardian, and the guardian's consent, which decides what leaves the office."""
    form.add("guardian", _("Cha mẹ, người giám hộ"), TextInput())
    form.add(
        "consent_on",
        _("Gia đình đồng ý ngày"),
        DateInput(),
        hint=_("Ngày ký phiếu đồng ý. Để trống thì tên em không rời khỏi đơn vị"),
    )
    form.add("consent_by", _("Người đồng ý"), TextInput(), hint=_("Ví dụ: mẹ, H’Lan Niê"))


def shown_value(name: str, value: Any) -> str:
    """A value of one of these fields as people read it."""
    if name == "born":
        return wording.birth(value)
    if name == "consent_on":
        return wording.day(value)
    return wording.word(vocabulary.SEXES, value) if name == "sex" else value or ""
