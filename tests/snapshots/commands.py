"""What the commands say of a subject: its list in every form, and every field refused."""

from __future__ import annotations

from collections.abc import Iterator

from tests.snapshots.clerk import NOBODY, Clerk, as_json, as_refusal
from tests.snapshots.little_book import COMMUNE, book_of
from tests.snapshots.wrong_fields import wrong_to_add, wrong_to_change

SEARCHED = {
    "people": "mai",
    "members": "dat",
    "branches": "thon",
    "units": "xa moi",
    "posts": "chu tich",
    "population": "2019",
    "targets": "d01",
    "clusters": "cum 9",
    "contacts": "hanh",
    "donors": "hoa",
    "purses": "hoc bong",
    "fund": "minh",
    "groups": "nie",
    "rounds": "cuoi nam",
    "decisions": "7/2020",
    "awards": "khoa",
}
"""What is searched for, one of several rows."""
LONG = ("units",)
"""Lists of hundreds of rows: only what is searched for is shown."""


def lists(clerk: Clerk, subject: str) -> Iterator[str]:
    """The list in text, as JSON, as a sheet; searched, of one unit, the first rows."""
    book, searched = clerk.book(book_of(subject)), ("--search", SEARCHED[subject])
    few = searched if subject in LONG else ()
    yield from clerk.told("list", book, subject, *few)
    yield from _json(clerk, "list", book, subject, *few, "--json")
    for words in (searched, ("--search", "không có ai"), ("--unit", "24376"), ("--limit", "1")):
        yield from _first_columns(clerk, "list", book, subject, *words)
    yield from _sheet(clerk, subject, few)


def _json(clerk: Clerk, *words: object) -> list[str]:
    """An answer in JSON; what also stands on standard error is what the text said before."""
    return [line for line in clerk.told(*words, shown=as_json) if not line.startswith("! ")]


def _first_columns(clerk: Clerk, *words: object) -> list[str]:
    return clerk.told(*words, shown=lambda out: [" | ".join(line.split(" | ")[:3]) for line in out.splitlines()])


def _sheet(clerk: Clerk, subject: str, few: tuple[str, ...]) -> Iterator[str]:
    target = clerk.folder / f"{subject}.csv"
    yield from clerk.told("list", clerk.book(book_of(subject)), subject, *few, "-o", target)
    yield from ("  " + line for line in clerk.clean(target.read_text(encoding="utf-8-sig")).splitlines())


def refusals(clerk: Clerk, subject: str) -> Iterator[str]:
    """What is said of each wrong record to add, and of each wrong change."""
    book = clerk.book(book_of(subject))
    ids = {name: identity for identity, name in clerk.names.known.items()}
    least = clerk.language != "vi"
    for verb, tried in (("add", wrong_to_add(subject, least=least)), ("change", wrong_to_change(subject, least=least))):
        yield f"## {verb}"
        for words in tried:
            yield from _tried(clerk, verb, book, subject, [_with_ids(word, ids) for word in words])


def _with_ids(word: str, ids: dict[str, str]) -> str:
    name, equals, value = word.rpartition("=")
    return f"{name}{equals}{ids.get(value, value)}"


def _tried(clerk: Clerk, verb: str, book: object, subject: str, words: list[str]) -> Iterator[str]:
    ended = clerk.run(verb, book, subject, *words, "--json")
    yield clerk.clean(f"$ {verb} {subject} {' '.join(repr(word) if ' ' in word else word for word in words)}".rstrip())
    if ended.code:
        yield from ("  " + line for line in as_refusal(clerk.clean(ended.out)) if line)
    else:
        clerk.names.name(str(ended.answer["id"]), "taken")
        yield from ("  " + line for line in ["taken", *clerk.clean(ended.err).splitlines()[:-1]])


def around(clerk: Clerk) -> Iterator[str]:
    """The help of the commands that take a subject, what they say of others, and the lists that are no subject."""
    book = clerk.book(COMMUNE)
    for verb in ("add", "change", "list", "load", "set", "erase", "withdraw", "received", "conflicts", "ask"):
        yield from clerk.told(verb, "--help")
    for words in (("--unit", "99999"), ("--limit", "0"), ("--limit", "x"), ("-o", clerk.folder / "x.doc"), ("--sub",)):
        yield from clerk.told("list", book, "donors", *words)
    for words in (
        ("list", "cats"),
        ("add", "cats", "name=x"),
        ("add", "categories", "code=x"),
        ("change", "cats", NOBODY, "a=1"),
    ):
        yield from clerk.told(words[0], book, *words[1:])
    for words in (("add", "statements", "unit=66"), ("load", "posts", "x.xlsx"), ("load", "cats", "x.xlsx"), ("add",)):
        yield from clerk.told(words[0], book, *words[1:])
    for listed in ("categories", "settings", "statements"):
        yield from clerk.told("list", book, listed)
        yield from _json(clerk, "list", book, listed, *(() if listed == "settings" else ("--limit", "1")), "--json")
    for listed in ("categories", "statements"):
        yield from _sheet(clerk, listed, ("--search", "chi"))
