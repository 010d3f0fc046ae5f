"""The forms of the settings: how papers name the office, population, lists of population and targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.i18n import _
from desktop_app.gui.kit.form import Form
from desktop_app.gui.kit.inputs import DateInput, NumberInput, TextInput
from desktop_app.gui.kit.load_form import LoadForm
from desktop_app.work import officers, units
from desktop_app.work.results import Done

if TYPE_CHECKING:
    from desktop_app.gui.screens.settings import SettingsScreen

Opened = tuple[Form, dict[str, object]]
HEADINGS = ("heading_parent", "heading_body", "place")


def heading(screen: SettingsScreen) -> Opened:
    """Three lines of every paper; empty ones are formed from the unit's name."""
    form = Form(_("Tên in trên giấy tờ"), _("Lưu"))
    form.add("heading_parent", _("Cơ quan cấp trên"), TextInput(), hint=_("Ví dụ: HỘI KHUYẾN HỌC HUYỆN EA KAR"))
    form.add("heading_body", _("Tên Hội"), TextInput(), hint=_("Ví dụ: HỘI KHUYẾN HỌC XÃ EA SAR"))
    form.add("place", _("Nơi ký"), TextInput(), hint=_("Ví dụ: Ea Sar. Để trống thì lấy theo tên đơn vị"))

    def save() -> None:
        def keep() -> None:
            for name, value in form.values().items():
                if value is None:
                    screen.book.forget_setting(name)
                else:
                    screen.book.keep_setting(name, value)
            screen.close_page()
            screen.refresh()
            screen.context.messages.show_message("good", _("Đã lưu tên in trên giấy tờ."))

        screen.attempt(keep, form)

    form.submitted.connect(save)
    return form, {name: screen.book.setting(name) for name in HEADINGS}


def new_officer(screen: SettingsScreen) -> Opened:
    """Another officer writes this book from a day on; with a post it passes to them too."""
    form = Form(_("Bàn giao người ghi sổ"), _("Lưu"))
    form.add("full_name", _("Người ghi sổ mới"), TextInput(), required=True)
    form.add("on", _("Ngày nhận bàn giao"), DateInput(), required=True)
    form.add("post", _("Chức vụ"), TextInput(), hint=_("Nếu ghi, người đang giữ chức vụ này thôi từ ngày bàn giao"))
    form.add("phone", _("Điện thoại"), TextInput(width=24))

    def save() -> None:
        draft = officers.OfficerDraft(**form.values())
        said = _("Từ nay {name} ghi sổ này.").format(name=draft.full_name or "")
        screen.carry_out(lambda: officers.hand_over(screen.book, draft), said, form=form, undoable=False)

    form.submitted.connect(save)
    return form, {"on": screen.book.clock.today()}


def population(screen: SettingsScreen) -> Opened:
    """People, households and pupils of the own unit in a year."""
    form = Form(_("Dân số của đơn vị"), _("Lưu"))
    form.add("year", _("Năm"), NumberInput(), required=True)
    form.add("people", _("Số dân"), NumberInput(), required=True)
    form.add("households", _("Số hộ"), NumberInput())
    form.add("pupils", _("Số học sinh"), NumberInput())

    def save() -> None:
        given = form.values()

        def verb() -> Done:
            return units.set_population(
                screen.book, screen.book.unit, given["year"], given["people"], given["households"], given["pupils"]
            )

        screen.carry_out(verb, _("Đã ghi dân số năm {year}.").format(year=given["year"]), form=form)

    form.submitted.connect(save)
    return form, {"year": screen.book.clock.today().year}


def load_targets(screen: SettingsScreen) -> LoadForm:
    """The year's targets of all units."""
    return LoadForm(screen, "targets", _("Nhập chỉ tiêu từ Excel"))


def load_population(screen: SettingsScreen) -> LoadForm:
    """The year's population of all units."""
    return LoadForm(screen, "population", _("Nhập dân số từ Excel"))
