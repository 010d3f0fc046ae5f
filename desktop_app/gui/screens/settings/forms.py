"""The forms of the settings: how papers name the office, population, lists of population and targets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from db.i18n import _
from db.settings import SettingKey
from desktop_app.gui.kit.forms.form import Form, OpenedForm
from desktop_app.gui.kit.inputs.plain_inputs import ChoiceInput, DateInput, TextInput
from desktop_app.gui.kit.messages.choosing import Meant
from desktop_app.gui.kit.subjects import subject_form
from desktop_app.gui.kit.subjects.load_form import LoadForm
from desktop_app.gui.kit.subjects.subject_form import add_field
from desktop_app.gui.screens.settings.officers import officer_meant
from desktop_app.work.book import paper_settings
from desktop_app.work.people.declared import PEOPLE
from desktop_app.work.units import officers
from desktop_app.work.units.declared import POPULATION, POSTS

if TYPE_CHECKING:
    from desktop_app.gui.screens.settings import SettingsScreen


def heading(screen: SettingsScreen) -> OpenedForm:
    """How papers name the office, and what stands on vouchers; what is left empty is as usual."""
    form = Form(_("Tên in trên giấy tờ"), _("Lưu"))
    form.add("heading_parent", _("Cơ quan cấp trên"), TextInput(), hint=_("Ví dụ: HỘI KHUYẾN HỌC HUYỆN EA KAR"))
    form.add("heading_body", _("Tên Hội"), TextInput(), hint=_("Ví dụ: HỘI KHUYẾN HỌC XÃ EA SAR"))
    form.add("place", _("Nơi ký"), TextInput(), hint=_("Ví dụ: Ea Sar. Để trống thì lấy theo tên đơn vị"))
    form.add("budget_code", _("Mã QHNS"), TextInput(width=16), hint=_("In trên phiếu và sổ quỹ; không có thì để trống"))
    form.add("voucher_sheet", _("Khổ phiếu thu, phiếu chi"), ChoiceInput(_sheets()))
    form.add("form_number", _("Mẫu số trên phiếu (C40-BB, C41-BB)"), ChoiceInput(_form_numbers()))
    form.add(
        "form_source",
        _("Văn bản ban hành mẫu phiếu"),
        TextInput(),
        hint=_("Để trống: phiếu đến hết năm 2024 ghi Thông tư số 107/2017/TT-BTC"),
    )

    def save() -> None:
        def keep() -> None:
            paper_settings.keep(screen.book, form.values())
            screen.close_page()
            screen.refresh()
            screen.context.messages.show_message("good", _("Đã lưu cách in trên giấy tờ."))

        screen.attempt(keep, form)

    form.submitted.connect(save)
    return form, {name: screen.book.setting(SettingKey(name)) for name in form.names()}


def _sheets() -> list[tuple[str | None, str]]:
    return [(None, _("A5, mỗi trang một phiếu")), ("a4", _("A4, mỗi trang hai liên"))]


def _form_numbers() -> list[tuple[str | None, str]]:
    return [
        (None, _("In đến hết năm 2024, từ năm 2025 không in")),
        ("on", _("Luôn in")),
        ("off", _("Không in")),
    ]


def new_officer(screen: SettingsScreen) -> OpenedForm:
    """Another officer writes this book from a day on; with a post it passes to them too."""
    form = Form(_("Bàn giao người ghi sổ"), _("Lưu"))
    form.add("full_name", _("Người ghi sổ mới"), TextInput(), required=True)
    form.add("on", _("Ngày nhận bàn giao"), DateInput(), required=True)
    add_field(form, POSTS.field("post"), hint=_("Nếu ghi, người đang giữ chức vụ này thôi từ ngày bàn giao"))
    add_field(form, PEOPLE.field("phone"))

    def save() -> None:
        given = form.values()
        meant = officer_meant(screen, None, given["full_name"] or "") if given["post"] else Meant(None)
        if meant is None:
            return
        draft = officers.OfficerDraft(**given, person=meant.known)
        said = _("Từ nay {name} ghi sổ này.").format(name=draft.full_name or "")
        screen.carry_out(lambda: officers.hand_over(screen.book, draft), said, form=form, undoable=False)

    form.submitted.connect(save)
    return form, {"on": screen.book.clock.today()}


def population(screen: SettingsScreen) -> None:
    """People, households and pupils of the own unit in a year."""

    def said(given: Mapping[str, Any]) -> str:
        return _("Đã ghi dân số năm {year}.").format(year=given["year"])

    subject_form.open_new(screen, POPULATION, _("Dân số của đơn vị"), said, without=("unit",))


def load_targets(screen: SettingsScreen) -> LoadForm:
    """The year's targets of all units."""
    return LoadForm(screen, "targets", _("Nhập chỉ tiêu từ Excel"))


def load_population(screen: SettingsScreen) -> LoadForm:
    """The year's population of all units."""
    return LoadForm(screen, "population", _("Nhập dân số từ Excel"))
