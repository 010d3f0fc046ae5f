"""The whole round with sample offices: enrol, record, close the half year, send, merge, report, answer."""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from db.book_file import copy_file
from db.clock import Clock
from db.digests import folded_digest, state_digest
from db.exchange.trust.home_folder import Home
from db.files import safe_name
from db.founding import create
from db.i18n import _
from db.refusal import Refusal
from db.store import Book
from desktop_app.demo import names, office
from desktop_app.demo.figures import FUND_LOW, MEMBERS_DOWN, SILENT, TWICE, WITHHELD, CommunePlan, DistrictPlan, plan
from desktop_app.machine import Machine
from desktop_app.values.periods import parse_period
from desktop_app.work import printing
from desktop_app.work.awards import rounds_and_decisions
from desktop_app.work.book import enrolment
from desktop_app.work.book.book_marks import mark_sample
from desktop_app.work.exchange import send_and_receive
from desktop_app.work.records import verbs
from desktop_app.work.reports import period_closing
from desktop_app.work.units import units
from desktop_app.work.units.declared import TARGETS

TODAY = date(2020, 7, 5)
NOON = 1_593_925_200_000
"""2020-07-05 12:00 in Đắk Lắk, in milliseconds."""
PERIOD = parse_period("2020H1")
CLUSTER = 2
TARGET_ASIDE = 1_600_000
"""What a commune's target adds for June's campaign and for goods, in đồng."""
LAST_YEAR, GROWTH = (85, 105), (-10, 30)
"""Percent: last year's gifts of those of this year, and how far an office's gifts may have grown."""


@dataclass
class Stage:
    """Where the sample lies: books, keys, files on their way, papers."""

    folder: Path
    clock: Clock
    random: Random
    home: Home
    plans: list[DistrictPlan] = field(default_factory=list)

    def book(self, code: str) -> Path:
        """The book of a unit."""
        return self.folder / "so" / f"{code}.skh"

    def open(self, code: str) -> Book:
        """Open a unit's book for writing."""
        return Book.open(self.book(code), home=self.home, clock=self.clock, write=True)


def run(
    folder: Path,
    *,
    size: str,
    seed: int,
    open_window: Callable[[Machine, str], object] | None,
    as_json: bool,
    factor: float = 1.0,
) -> int:
    """Build the sample in an empty folder, tell what was done and where things lie; returns the exit code.

    `open_window` shows a book, where there is a screen to show it on; None for no window.
    """
    started = time.monotonic()
    told = build(folder, size=size, seed=seed, factor=factor)
    _say(
        _("Xong sau {seconds} giây. Mọi thứ nằm trong «{folder}».").format(
            seconds=round(time.monotonic() - started), folder=folder
        )
    )
    if as_json:
        print(json.dumps(told, ensure_ascii=False))
    elif open_window is not None:
        _show(folder / "so" / "66.skh", folder / "khoa", open_window)
    return 0


def build(folder: Path, *, size: str, seed: int, factor: float = 1.0) -> dict[str, Any]:
    """Everything up to the report and the answers; deterministic from `seed` but for the sealed bytes.

    `factor` (up to 1) makes every office so much smaller, for trying a large size out.
    """
    if not 0 < factor <= 1:
        raise Refusal(
            _("Hệ số {factor} không hợp lệ. Chọn một số lớn hơn 0 và không quá 1, ví dụ 0.1.").format(factor=factor),
            code="FACTOR",
        )
    if safe_name(folder).is_file():
        raise Refusal(
            _("«{folder}» là một tệp, không phải thư mục. Chọn thư mục mới cho tỉnh mẫu.").format(folder=folder),
            code="EXISTS",
        )
    if folder.exists() and any(folder.iterdir()):
        raise Refusal(
            _("Thư mục «{folder}» không trống. Chọn thư mục mới cho tỉnh mẫu.").format(folder=folder), code="EXISTS"
        )
    try:
        return _played(Stage(folder, _clock(seed), Random(seed), Home(folder / "khoa")), size, factor)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)  # half a sample is none
        raise


def _played(stage: Stage, size: str, factor: float) -> dict[str, Any]:
    with _province(stage, size, factor) as province:
        _enrol(stage, province)
        copy_file(province.path, stage.folder / "tinh-truoc-khi-nhan.skh")
        _record(stage)
        told = _receive(stage, province)
        told |= _report(stage, province)
        _answer(stage, province)
        with province.reading() as db:
            told |= {"state": state_digest(db), "folded": folded_digest(db)}
    told["books"] = sorted(str(path) for path in (stage.folder / "so").glob("*.skh"))
    told |= {
        "home": str(stage.home.folder),
        "before": str(stage.folder / "tinh-truoc-khi-nhan.skh"),
        "bundles": str(stage.folder / "goi"),
    }
    return told


def _clock(seed: int) -> Clock:
    ticks, chance = count(), Random(f"chance {seed}")
    return Clock(now=lambda: NOON + next(ticks), today=lambda: TODAY, random=chance.randbytes)


def _province(stage: Stage, size: str, factor: float) -> Book:
    _say(_("Lập sổ của tỉnh…"))
    book = create(
        stage.book("66"),
        unit="66",
        officer="Y Thông Niê",
        role="province",
        on=TODAY.isoformat(),
        home=stage.home,
        clock=stage.clock,
    )
    mark_sample(book)
    enrolment.found_province(book)
    districts = _districts(book, whole=size == "province")
    stage.plans = plan(districts, stage.random, small=size == "small", factor=factor)
    wanted = []
    for district in stage.plans:
        for commune in district.communes:
            joined = max(commune.members - commune.members_before, 0)
            fund = commune.balance // 2 // 1000 * 1000 + TARGET_ASIDE
            for code, value in (("D01", fund), ("B02", joined // 2)):
                wanted.append({"unit": commune.unit, "year": 2020, "indicator": code, "value": value})
    verbs.put_many(book, TARGETS, wanted)
    return book


def _districts(book: Book, *, whole: bool) -> list[tuple[tuple[str, str, bytes], list[tuple[str, str, bytes]]]]:
    """Cluster 2's districts and their communes as of the period's end; of the `whole` province the others behind."""
    day = PERIOD.last.isoformat()
    with book.reading() as db:
        members = json.loads(db.execute("SELECT units FROM clusters WHERE number = ?", (CLUSTER,)).fetchone()[0])
        found = [units.unit_of(db, bytes.fromhex(member)) for member in members]
        if whole:
            found += [one for one in units.units_on(db, day, "district") if one not in found]
        communes = units.units_on(db, day, "commune")
    return [
        ((one.code, one.name, one.id), [(c.code, c.name, c.id) for c in communes if c.parent == one.id])
        for one in found
    ]


def _offices(stage: Stage) -> Iterator[tuple[str, str]]:
    for district in stage.plans:
        yield district.code, district.name
        for commune in district.communes:
            yield commune.code, commune.name


def _enrol(stage: Stage, province: Book) -> None:
    _say(_("Lập sổ và đăng ký {count} đơn vị…").format(count=len(list(_offices(stage)))))
    asks, taken = stage.folder / "dang-ky", stage.folder / "khoi-dau"
    asks.mkdir(parents=True)
    for code, _name in _offices(stage):
        with create(
            stage.book(code),
            unit=code,
            officer=names.person(stage.random)[0],
            role="office",
            on=TODAY.isoformat(),
            home=stage.home,
            clock=stage.clock,
        ) as book:
            mark_sample(book)
            enrolment.ask(book, asks)
    made = enrolment.approve(province, enrolment.read_asks([asks]), taken)
    for code, _name in _offices(stage):
        with stage.open(code) as book:
            enrolment.accept(book, [made.trust, *(path for path in made.files if f"-{code}-" in path.name)])


def _record(stage: Stage) -> None:
    """Each office records, closes the half year and sends; a district takes its communes' files in and passes them on."""
    shared = office.shared_person(stage.random)
    for number, district in enumerate(stage.plans):
        _say(_("{name}: ghi sổ, chốt số liệu, gửi…").format(name=district.name))
        for place, commune in enumerate(district.communes):
            twin = shared if place == 1 and number in (3, 4) else None
            _record_commune(stage, district, commune, twin)
        with stage.open(district.code) as book:
            send_and_receive.receive(book, [stage.folder / "tren-duong" / district.code])
            office.record_district(book, district.balance, stage.random)
            period_closing.close_period(book, PERIOD)
            send_and_receive.send(book, stage.folder / "goi" / district.code)
        _bring_withheld(stage, district)


def _record_commune(stage: Stage, district: DistrictPlan, commune: CommunePlan, twin: Any) -> None:
    way = stage.folder / "tren-duong" / district.code
    with stage.open(commune.code) as book:
        office.record_commune(book, commune, stage.random, twin)
        if commune.planted == WITHHELD:
            send_and_receive.send(book, stage.folder / "giu-lai")
        period_closing.close_period(book, PERIOD)
        if commune.planted == SILENT:
            return
        first = _last_seq(book) if commune.planted == WITHHELD else None
        send_and_receive.send(book, way, start=first)


def _last_seq(book: Book) -> int:
    """Where the second bundle of the withheld pair begins: the statement written last."""
    with book.reading() as db:
        seq: int = db.execute("SELECT max(seq) FROM chains WHERE mine = 1").fetchone()[0]
    return seq


def _bring_withheld(stage: Stage, district: DistrictPlan) -> None:
    """The withheld pair's second file lies with the others; one commune's file was copied twice on the way."""
    folder = stage.folder / "goi" / district.code
    for commune in district.communes:
        if commune.planted == WITHHELD:
            for path in (stage.folder / "tren-duong" / district.code).glob(f"KH-{commune.code}-*"):
                shutil.copy(path, folder / path.name)
        if commune.planted == TWICE:
            for path in sorted(folder.glob(f"KH-{commune.code}-*"))[:1]:
                shutil.copy(path, folder / f"ban-sao-{path.name}")


def _receive(stage: Stage, province: Book) -> dict[str, Any]:
    _say(_("Tỉnh nhận tệp…"))
    bundles = stage.folder / "goi"
    first = send_and_receive.receive(province, [bundles])
    outcomes: dict[str, int] = {}
    for result in first:
        outcomes[str(result.outcome)] = outcomes.get(str(result.outcome), 0) + 1
    _expect(outcomes.get("WAITING") == 1, "one file waits for the withheld one")
    _expect(outcomes.get("ALREADY_HAVE", 0) >= 1, "one file came twice")
    late = send_and_receive.receive(province, [stage.folder / "giu-lai"])
    _expect([str(result.outcome) for result in late] == ["MERGED", "MERGED"], "the withheld file lets its successor in")
    for path in (stage.folder / "giu-lai").glob("*.khb"):
        shutil.copy(path, bundles / path.name)
    return {"received": outcomes, "late": [str(result.outcome) for result in late]}


def _report(stage: Stage, province: Book) -> dict[str, Any]:
    _say(_("Lập báo cáo cụm và in giấy tờ…"))
    papers = stage.folder / "giay-to"
    papers.mkdir()
    content: dict[str, Any] = {}
    for ending in ("pdf", "xlsx", "json"):
        content = printing.print_cluster_report(
            province, CLUSTER, PERIOD, None, papers / f"bao-cao-cum-2-2020H1.{ending}"
        )
    _expect_planted(stage, content)
    with stage.open(stage.plans[0].communes[1].code) as book:
        decision = f"{rounds_and_decisions.next_decision_number(book, 2020) - 1}/2020"
        for paper in ("certificate", "award-list", "scholarship-list"):
            printing.print_paper(book, paper, papers / f"{paper}.pdf", decision=decision)
        printing.print_paper(book, "cash-book", papers / "cash-book.pdf", period=PERIOD)
    return {"report": str(papers / "bao-cao-cum-2-2020H1.json"), "papers": str(papers)}


def _expect_planted(stage: Stage, content: dict[str, Any]) -> None:
    """The planted weaknesses are flagged and nothing else is; every other fund lies within 80 to 130 % of the median."""
    planted = {c.planted: c.code for district in stage.plans for c in district.communes if c.planted}
    flags = {(unit["code"], flag["flag"]) for unit in content["units"] for flag in unit["flags"]}
    _expect(
        flags == {(planted[FUND_LOW], "FUND_LOW"), (planted[MEMBERS_DOWN], "MEMBERS_DOWN")}, f"flags {sorted(flags)}"
    )
    _expect(content["changed"] == [], f"changed {content['changed']}")
    in_sample = {code for code, _name in _offices(stage)}
    silent = [code for code in content["not_reported"] if code in in_sample]
    _expect(silent == [planted[SILENT]], f"silent {silent}")
    for level in ("commune", "district"):
        heads = {
            unit["code"]: unit["indicators"]["D16"]["value"]
            for unit in content["units"]
            if unit["level"] == level and unit["indicators"]["D16"]["value"] is not None
        }
        middle = sorted(heads.values())[len(heads) // 2]
        for code, value in heads.items():
            inside = 0.8 * middle <= value <= 1.3 * middle
            _expect(inside or code == planted[FUND_LOW], f"fund per head of {code}: {value} against {middle}")
    _expect_last_year(content)


def _expect_last_year(content: dict[str, Any]) -> None:
    """Every office gave something last year too, and what it gathers grows or falls as it does in life."""
    for unit in [*content["units"], {"code": "total", **content["total"]}]:
        gifts, growth = unit["indicators"]["D01"], unit["indicators"]["D21"]["value"]
        if gifts["value"] is None:
            continue
        share = 100 * (gifts["last_year"] or 0) / gifts["value"]
        _expect(LAST_YEAR[0] <= share <= LAST_YEAR[1], f"last year's gifts of {unit['code']}: {share:.0f} %")
        _expect(GROWTH[0] <= growth <= GROWTH[1], f"growth of the fund of {unit['code']}: {growth} %")


def _expect(holds: bool, what: str) -> None:
    if not holds:
        raise AssertionError(f"the sample is not as planned: {what}")


def _answer(stage: Stage, province: Book) -> None:
    _say(_("Tỉnh trả lời, các đơn vị nhận…"))
    answers = stage.folder / "tra-loi"
    files = send_and_receive.answer(province, answers)
    for code, _name in _offices(stage):
        with stage.open(code) as book:
            wanted = [
                path for path in files if f"-{code}-" in path.name or "tincay" in path.name or "KH-66-" in path.name
            ]
            send_and_receive.receive(book, wanted)


def _show(book: Path, home: Path, open_window: Callable[[Machine, str], object]) -> None:
    import os

    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or sys.platform == "win32":
        open_window(Machine(str(home), TODAY.isoformat()), str(book))


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
