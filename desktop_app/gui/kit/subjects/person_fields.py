"""The fields of a person in forms: what is asked of everybody, and what only of pupils."""

from __future__ import annotations

from typing import Any

from desktop_app.gui.kit.forms.form import Form
from desktop_app.gui.kit.look import wording
from desktop_app.gui.kit.subjects.subject_form import add_field
from desktop_app.work.people.declared import PEOPLE
from desktop_app.work.records import vocabulary


def add_everybody(form: Form) -> None:
    """Sex, ethnic group, telephone and where they live."""
    for name in ("sex", "ethnic_group", "phone", "address"):
        add_field(form, PEOPLE.field(name))


def add_school(form: Form) -> None:
    """School and class of a pupil."""
    add_field(form, PEOPLE.field("school"))
    add_field(form, PEOPLE.field("class"), name="class_name")


def add_family(form: Form) -> None:
    """A pupil's guardian, and the guardian's consent, which decides what leaves the office."""
    for name in ("guardian", "consent_on", "consent_by"):
        add_field(form, PEOPLE.field(name))


def shown_value(name: str, value: Any) -> str:
    """A value of one of these fields as people read it."""
    if name == "born":
        return wording.birth(value)
    if name == "consent_on":
        return wording.day(value)
    return wording.word(vocabulary.SEXES, value) if name == "sex" else value or ""
