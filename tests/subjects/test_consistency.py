"""Declarations and tables agree; whoever forgets a subject, a heading, an English text or a word of a choice is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from db.i18n import N_
from db.tables import KINDS
from desktop_app.work.subjects import registry
from tests.subjects import consistency
from tests.subjects.imagined import GARDENS, SOILS, WATERINGS, Garden

pytestmark = pytest.mark.usefixtures("imagined")
KIND = Garden.kind_of.name


@pytest.fixture
def translated(imagined: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Gardens have no English on paper; here every text of them has some."""
    known = consistency.english
    theirs = {words.text for subject in (GARDENS, WATERINGS) for words in consistency._words_of(subject)}
    monkeypatch.setattr(consistency, "english", lambda text: "English" if text in theirs else known(text))


@pytest.mark.usefixtures("translated")
def test_every_kind_column_choice_key_heading_and_text_is_as_declared() -> None:
    assert list(consistency.faults()) == []


@pytest.mark.usefixtures("translated")
def test_a_kind_without_a_subject_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(registry.BY_NAME, GARDENS.name)
    registry._by_kind.cache_clear()
    registry.field_of.cache_clear()
    assert list(consistency.faults()) == [f"{KIND}: no subject, and no reason for none"]


@pytest.mark.usefixtures("translated")
@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("cost", [f"{KIND}.cost: no field"]),
        ("soil", [f"{KIND}.soil: no field"]),
        (
            "no",
            [f"{KIND}.number: no field", f"{KIND}.number: of the key or the owner, and not required in both places"],
        ),
    ],
)
def test_a_column_that_no_field_says_is_told(monkeypatch: pytest.MonkeyPatch, name: str, told: list[str]) -> None:
    _declare(monkeypatch, tuple(field for field in GARDENS.fields if field.name != name), without=name)
    assert [one for one in consistency.faults() if "a sheet must have it" not in one] == told


@pytest.mark.usefixtures("translated")
def test_words_for_other_codes_than_the_table_has_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(SOILS._words, "grey")
    assert list(consistency.faults()) == [f"{KIND}.soil: codes ('red', 'grey'), words of ('red',)"]


@pytest.mark.usefixtures("translated")
def test_a_heading_that_a_sheet_needs_and_nobody_knows_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    _declare(
        monkeypatch,
        tuple(replace(field, headings=() if field.name == "no" else field.headings) for field in GARDENS.fields),
    )
    assert list(consistency.faults()) == [f"{GARDENS.name}.no: a sheet must have it, and no heading is known"]


@pytest.mark.usefixtures("translated")
def test_a_key_that_may_be_missing_and_a_field_of_another_class_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    changed = {"no": {"required": None}}
    _declare(monkeypatch, tuple(replace(field, **changed.get(field.name, {})) for field in GARDENS.fields))
    assert list(consistency.faults()) == [
        f"{KIND}.number: must be there, and nothing is said where it is missing",
        f"{KIND}.number: of the key or the owner, and not required in both places",
    ]


def test_a_text_without_english_is_told() -> None:
    assert f"{GARDENS.name}: no English for «Danh sách vườn cây»" in list(consistency.faults())
    assert consistency.english(N_("Họ và tên").text)


def _declare(monkeypatch: pytest.MonkeyPatch, fields: tuple[object, ...], *, without: str = "") -> None:
    shown = replace(GARDENS.shown, columns=tuple(one for one in GARDENS.shown.columns if one != without))
    monkeypatch.setitem(registry.BY_NAME, GARDENS.name, replace(GARDENS, fields=fields, shown=shown))
    registry._by_kind.cache_clear()
    registry.field_of.cache_clear()
    assert KIND in KINDS
