"""Whatever is written after a command, it ends in a sentence and one of the codes 0 to 4, never in an error of the program."""

from __future__ import annotations

import json

import pytest

from db.files import files_below
from desktop_app.cli import run
from desktop_app.work.subjects.registry import BY_NAME

ODD = (
    "",
    " ",
    "--",
    "../../x",
    "x" * 300,
    "9" * 400,
    "٣",
    "-1",
    "NaN",
    "a" * 32,
    "/dev/null",
    "2020H1",
    "9999-12-31",
    "%s{x}",
)
COMMANDS = """
close BOOK ODD|close BOOK ODD --check|close BOOK ODD --back|rule BOOK ODD --merge|resolve BOOK ODD --keep 1
resolve BOOK 1 --keep ODD|received BOOK --records --search ODD|received BOOK --limit ODD|received BOOK --subject ODD
ask BOOK ODD differs|ask BOOK aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa ODD|questions BOOK --close ODD|set BOOK ODD x|set BOOK place ODD
list BOOK ODD|list BOOK members --search ODD|list BOOK members --unit ODD|list BOOK members --limit ODD|add BOOK ODD x=y
add BOOK members ODD|change BOOK members ODD x=y|load BOOK members ODD|load BOOK ODD /dev/null|receive BOOK ODD --dry-run
inspect ODD|same BOOK ODD|same BOOK ODD ODD same|erase BOOK people ODD|withdraw BOOK people ODD|exports BOOK --limit ODD
report BOOK cluster --cluster 2 --period ODD|report BOOK cluster --cluster ODD --period 2020H1|report BOOK kept --number ODD
print BOOK certificate --decision ODD -o OUT.pdf|print BOOK cash-book --period ODD -o OUT.pdf|print BOOK ODD -o OUT.pdf
handover give BOOK ODD --minutes 1 --on 2020-07-01|handover give BOOK 24373 --minutes 1 --on ODD|handover take BOOK ODD
handover branches BOOK ODD ODD|enrol accept BOOK ODD|enrol approve BOOK ODD OUT|book officer BOOK A --on ODD
book new OUT.skh --unit ODD --officer A|answer BOOK ODD|send BOOK ODD|rule BOOK ODD --lost|missing BOOK ODD|book check ODD|ODD|--lang ODD list BOOK members|book restore BOOK ODD|clean BOOK ODD
"""
LINES = [one.strip() for one in COMMANDS.replace("\n", "|").split("|") if one.strip()]


def ended(capsys, words: list[str]) -> int:
    """The code a command ends with, which tells something whenever it did nothing."""
    code = run(words)
    told = capsys.readouterr()
    assert code in range(5), words
    assert "Traceback" not in told.err + told.out
    assert code == 0 or (told.err + told.out).strip(), words
    return code


@pytest.mark.parametrize("line", LINES)
def test_every_command_takes_odd_words_calmly(line, book, tmp_path, capsys, monkeypatch):
    book.close()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SKH_TODAY", "2020-07-05")
    for place, odd in enumerate(ODD):
        known = {"BOOK": str(book.path), "ODD": odd, "OUT": str(tmp_path / f"ra{place}"), "OUT.pdf": f"ra{place}.pdf"}
        ended(capsys, [known.get(word, word) for word in line.split()])


@pytest.mark.parametrize("words", [["ask", "BOOK", "xyz", "differs"], ["questions", "BOOK", "--close", "xyz"]])
def test_an_id_that_is_none_is_refused_as_one_json_object(words, book, capsys):
    words = [str(book.path) if word == "BOOK" else word for word in words]
    assert run(words) == 1
    assert "xyz" in capsys.readouterr().err
    assert run(["--json", *words]) == 1
    assert json.loads(capsys.readouterr().out)["refused"] == "REFERENCE"


@pytest.mark.parametrize("subject", [one for one in BY_NAME if one not in ("contacts", "units", "clusters", "targets")])
def test_a_long_text_is_refused_at_its_field_whatever_the_subject(subject, book, capsys):
    book.close()
    for field in (one.name for one in BY_NAME[subject].said):
        code = ended(capsys, ["--json", "add", str(book.path), subject, f"{field}={'a' * 10_000}"])
        assert code == 1, field


def test_a_long_name_is_named_at_its_field(book, capsys):
    book.close()
    assert run(["--json", "add", str(book.path), "people", f"full_name={'a' * 10_000}"]) == 1
    (error,) = json.loads(capsys.readouterr().out)["errors"]
    assert error == {"field": "full_name", "message": "Dài quá 2048 chữ. Viết ngắn lại"}


def test_folders_that_change_while_they_are_searched_are_no_error(book, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("SKH_TODAY", "2020-07-05")
    book.close()
    (tmp_path / "rong").mkdir()
    assert files_below(tmp_path / "khong-co") == []
    assert ended(capsys, ["receive", str(book.path), "/proc/self", "--dry-run"]) in (0, 1)
    assert ended(capsys, ["clean", str(book.path), "/proc/self/fdinfo"]) in (0, 1)
