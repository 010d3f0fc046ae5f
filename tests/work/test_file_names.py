"""Names of files that no Windows takes are refused in words, at every door, before anything is drawn or written."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.files import safe_name
from db.refusal import Refusal
from desktop_app.values.periods import parse_period
from desktop_app.work import printing
from desktop_app.work.book import backups
from desktop_app.work.exchange import send_and_receive
from desktop_app.work.subjects import list_export
from desktop_app.work.subjects.full_dump import dump
from desktop_app.work.subjects.registry import listing_named
from tests.offices import TODAY

HALF = parse_period("2020H1")
NAMES = [
    "quý 1: tạm?.pdf", "a<b.pdf", 'a"b.pdf', "a|b.pdf", "a*b.pdf", "a\\b.pdf", "a\x07b.pdf", "NUL.pdf", "con", "Com1.tar.gz",
    "LPT0 .pdf", "aux", "thu.pdf.", "thu.pdf ", "n" * 300 + ".pdf", "ữ" * 90 + ".pdf", "so.skh", "so.skh-wal",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_is_taken_nowhere_is_refused_at_every_door_and_nothing_is_left(name, network, tmp_path):
    office = network.offices["24373"]
    out = tmp_path / "ra"
    out.mkdir()
    for door in (
        lambda path: printing.print_paper(office, "cash-book", path, period=HALF),
        lambda path: printing.print_paper(office, "cash-book", path / "con" / "phieu.pdf", period=HALF),
        lambda path: list_export.export_list(office, listing_named("people"), [], path),
        lambda path: send_and_receive.send(office, path),
        lambda path: dump(office, path),
    ):
        with pytest.raises(Refusal) as refused:
            door(out / name)
        assert refused.value.code in ("NAME", "ENDING"), refused.value.message
    assert list(out.iterdir()) == []
    with office.reading() as db:
        assert db.execute("SELECT count(*) FROM exports").fetchone() == (0,)


@pytest.mark.parametrize(
    "name",
    ["Phiếu thu 01.pdf", "consent.pdf", "com.pdf", "..pdf", "a.b.c.xlsx", "H’Lan Mlô.pdf", "comma,.csv", "COM10.pdf"],
)
def test_names_that_only_look_like_them_are_taken(name, tmp_path):
    assert safe_name(tmp_path / name) == tmp_path / name


def test_a_paper_that_cannot_be_written_is_refused_and_hides_no_other_reason(network, tmp_path):
    (tmp_path / "tep").write_bytes(b"")
    with pytest.raises(Refusal, match="Không ghi được tệp") as refused:
        printing.print_paper(network.offices["24373"], "cash-book", tmp_path / "tep" / "so.pdf", period=HALF)
    assert refused.value.code == "DISK"


@pytest.mark.parametrize("name", [".", "..", "/", ""])
def test_a_folder_alone_is_no_name_of_a_paper(name, book, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Refusal):
        printing.print_paper(book, "cash-book", Path(name), period=HALF)


def test_a_book_is_never_written_over_whatever_it_is_called(network, tmp_path):
    office, other = network.offices["24373"], tmp_path / "saoluu"
    backups.copy(network.offices["24379"], other, TODAY)
    before = other.read_bytes()
    for door in (
        lambda: printing.print_paper(office, "cash-book", other, period=HALF),
        lambda: list_export.export_list(office, listing_named("people"), [], other),
    ):
        with pytest.raises(Refusal) as refused:
            door()
        assert refused.value.code in ("NAME", "ENDING")
    assert other.read_bytes() == before
