"""Filling papers and sheets from the book: vouchers, certificates, lists, cash book, the cluster's report."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from db.i18n import _
from db.refusal import Refusal
from db.store import Book
from desktop_app.figures import comparison
from desktop_app.figures.catalogue import catalogue
from desktop_app.sheets.writing import SheetColumn, SheetTable, write_csv, write_xlsx
from desktop_app.values.dates import format_date
from desktop_app.values.money import format_money, format_ratio
from desktop_app.values.periods import Period
from desktop_app.work import fund, lists
from desktop_app.work.people import person_name
from desktop_app.work.references import decision_id

DECISION_SIGN, REPORT_SIGN = "QĐ-HKH", "BC-HKH"
C40, C41 = "C40-BB", "C41-BB"
FORM_NOTE = "(Ban hành kèm theo Thông tư số 107/2017/TT-BTC)"
VIETNAM_HOURS = 7


def _words() -> dict[str, str]:
    return {
        "female": _("Nữ"),
        "male": _("Nam"),
        "cash": _("tiền mặt"),
        "bank": _("tiền gửi"),
        "goods": _("hiện vật"),
        "scholarship": _("Học bổng"),
        "gift": _("Quà"),
        "certificate": _("Giấy khen"),
        "merit": _("Bằng khen"),
        "flag": _("Cờ thi đua"),
        "medal": _("Kỷ niệm chương"),
        "other": _("Khác"),
    }


def print_paper(
    book: Book,
    paper: str,
    target: Path,
    *,
    decision: str | None = None,
    ids: Sequence[bytes] = (),
    period: Period | None = None,
    copy: bool = False,
) -> int:
    """Draw a paper as PDF at `target`, whole or not at all; returns its pages."""
    part = target.with_name(f"{target.stem}.part.pdf")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with book.reading() as db:
            pages = _draw(book, db, paper, part, decision=decision, ids=ids, period=period, copy=copy)
        part.replace(target)
    except OSError as error:
        raise Refusal(
            _("Không ghi được tệp PDF «{name}». Kiểm tra ổ đĩa còn chỗ và tệp không mở ở chương trình khác.").format(
                name=target.name
            ),
            code="DISK",
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return pages


def _draw(
    book: Book,
    db: sqlite3.Connection,
    paper: str,
    target: Path,
    *,
    decision: str | None,
    ids: Sequence[bytes],
    period: Period | None,
    copy: bool,
) -> int:
    if paper in ("receipt", "payment"):
        return _draw_vouchers(book, db, ids, target, copy=copy)
    if paper in ("certificate", "award-list", "scholarship-list"):
        if decision is None:
            raise Refusal(_("Chọn quyết định cần in, ví dụ 1/2020."), code="DECISION")
        chosen = decision_id(db, decision, book.unit)
        if paper == "certificate":
            return _draw_certificates(book, db, chosen, ids, target)
        return _draw_award_list(book, db, chosen, target, scholarships=paper == "scholarship-list")
    if paper == "cash-book":
        if period is None:
            raise Refusal(_("Chọn kỳ cần in sổ quỹ, ví dụ 2020H1."), code="PERIOD")
        return _draw_cash_book(book, db, period, target)
    return _draw_members(book, db, target)


# --- who issues -------------------------------------------------------------------------------------------------------


def _unit_names(db: sqlite3.Connection, unit: bytes) -> tuple[str, str, str]:
    """(body above, this body, place) in capitals as a heading writes them; settings of the book come first."""
    name, parent = db.execute("SELECT name, parent FROM units WHERE id = ?", (unit,)).fetchone()
    above = db.execute("SELECT name FROM units WHERE id = ?", (parent,)).fetchone()
    said = dict(db.execute("SELECT key, value FROM settings WHERE key IN ('heading_parent', 'heading_body', 'place')"))
    parent_line = _("HỘI KHUYẾN HỌC {unit}").format(unit=above[0].upper()) if above else _("HỘI KHUYẾN HỌC VIỆT NAM")
    body_line = _("HỘI KHUYẾN HỌC {unit}").format(unit=name.upper())
    place = name.split(" ", 1)[1] if " " in name else name
    for kind in ("trấn ", "phố ", "xã "):
        place = place.removeprefix(kind)
    return said.get("heading_parent", parent_line), said.get("heading_body", body_line), said.get("place", place)


def _heading(db: sqlite3.Connection, unit: bytes, day: date, number: str = "") -> Any:
    from desktop_app.papers.page import Heading

    parent, body, place = _unit_names(db, unit)
    return Heading(parent, body, place, day, number)


def _chair(db: sqlite3.Connection, unit: bytes) -> str:
    row = db.execute(
        "SELECT p.full_name FROM posts t JOIN persons p ON p.id = t.person WHERE t.unit = ? AND t.post = 'Chủ tịch'"
        " AND t.until IS NULL ORDER BY t.since DESC",
        (unit,),
    ).fetchone()
    return row[0] if row else ""


def _writer(db: sqlite3.Connection, book: Book) -> str:
    row = db.execute(
        "SELECT full_name FROM actors WHERE id = ?", (bytes.fromhex(book.identity.actor) + bytes(8),)
    ).fetchone()
    return row[0] if row else ""


# --- papers -----------------------------------------------------------------------------------------------------------


def _draw_vouchers(book: Book, db: sqlite3.Connection, ids: Sequence[bytes], target: Path, *, copy: bool) -> int:
    from desktop_app.papers.vouchers import draw_vouchers

    if not ids:
        raise Refusal(_("Chọn phiếu cần in trong danh sách quỹ."), code="REFERENCE")
    vouchers = [_voucher(book, db, identity, copy=copy) for identity in ids]
    return draw_vouchers(vouchers, target)


def _voucher(book: Book, db: sqlite3.Connection, movement: bytes, *, copy: bool) -> Any:
    from desktop_app.papers.vouchers import Voucher

    row = db.execute(
        "SELECT m.kind, m.amount, m.account, m.dated, m.book, m.block, m.number, m.year, m.party, m.reversed_on,"
        " coalesce(d.full_name, p.full_name, n.party, ''), coalesce(d.address, p.address, ''),"
        " coalesce(n.note, c.name, ''), n.goods FROM movements m LEFT JOIN donors d ON d.id = m.party"
        " LEFT JOIN persons p ON p.id = m.party LEFT JOIN movement_notes n ON n.movement = m.id"
        " LEFT JOIN categories c ON c.code = m.category WHERE m.id = ?",
        (movement,),
    ).fetchone()
    if row is None or row[4] is None:
        raise Refusal(_("Mục này không có phiếu để in. Chọn một phiếu thu hoặc phiếu chi."), code="REFERENCE")
    receives = row[0] == "receive"
    account = _words()[row[2]]
    _parent, body, _place = _unit_names(db, book.unit)
    return Voucher(
        unit=body,
        form=C40 if receives else C41,
        form_note=FORM_NOTE,
        title=_voucher_title(row[4]),
        number=fund.printed_number(row[4], row[5], row[6], row[7]),
        day=date.fromisoformat(row[3]),
        receives=receives,
        party=row[10],
        address=row[11],
        text=f"{row[12]} ({row[13]})" if row[13] else row[12],
        amount=row[1],
        account=account,
        head=_chair(db, book.unit),
        writer=_writer(db, book),
        copy=copy,
        reversed_on=date.fromisoformat(row[9]) if row[9] else None,
    )


def _voucher_title(series: str) -> str:
    return {
        "PT": _("PHIẾU THU"),
        "PC": _("PHIẾU CHI"),
        "BC": _("GIẤY BÁO CÓ"),
        "BN": _("GIẤY BÁO NỢ"),
        "NK": _("PHIẾU NHẬN HIỆN VẬT"),
        "XK": _("PHIẾU CẤP HIỆN VẬT"),
        "DC": _("PHIẾU ĐIỀU CHUYỂN QUỸ"),
    }[series]


def _award_rows(db: sqlite3.Connection, decision: bytes) -> list[dict[str, Any]]:
    cursor = db.execute(
        "SELECT a.id, a.recipient, a.recipient_kind, a.form, coalesce(a.amount, 0) AS amount, a.certificate_no,"
        " coalesce(p.born, '') AS born, coalesce(p.sex, '') AS sex, coalesce(p.ethnic_group, '') AS ethnic_group,"
        " coalesce(l.class_name, '') AS class_name, coalesce(l.school, '') AS school, coalesce(p.address, '') AS address,"
        " coalesce(n.guardian, '') AS guardian, coalesce(x.reason, '') AS reason, r.purpose, r.school_year"
        " FROM awards a JOIN rounds r ON r.id = a.round LEFT JOIN persons p ON p.id = a.recipient"
        " LEFT JOIN learners l ON l.id = a.recipient LEFT JOIN learner_names n ON n.learner = a.recipient"
        " LEFT JOIN award_notes x ON x.award = a.id"
        " WHERE a.decision = ? AND a.state IN ('approved', 'paid') ORDER BY coalesce(p.sort_key, x''), a.id",
        (decision,),
    )
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _decision(db: sqlite3.Connection, decision: bytes) -> dict[str, Any]:
    cursor = db.execute(
        "SELECT number, year, dated, coalesce(signer, '') AS signer, coalesce(signer_post, 'CHỦ TỊCH') AS signer_post,"
        " coalesce(subject, title, '') AS subject FROM decisions WHERE id = ?",
        (decision,),
    )
    return dict(zip([column[0] for column in cursor.description], cursor.fetchone(), strict=True))


def _decision_number(made: Mapping[str, Any]) -> str:
    return f"{made['number']:02d}/{DECISION_SIGN}"


def _draw_certificates(book: Book, db: sqlite3.Connection, decision: bytes, ids: Sequence[bytes], target: Path) -> int:
    from desktop_app.papers.certificate import Certificate, draw_certificates

    made = _decision(db, decision)
    _parent, body, place = _unit_names(db, book.unit)
    day = date.fromisoformat(made["dated"])
    certificates = [
        Certificate(
            issuer=_("CHỦ TỊCH {body}").format(body=body),
            body=body,
            kind=_("GIẤY KHEN"),
            recipient=_addressed(db, row),
            details=_details(row),
            achievement=_achievement(row),
            place=place,
            day=day,
            decision=_decision_number(made),
            decided_on=day,
            register_number=f"{row['certificate_no']:02d}" if row["certificate_no"] else "",
            signer_post=made["signer_post"],
            signer=made["signer"],
        )
        for row in _award_rows(db, decision)
        if row["form"] in ("certificate", "merit") and (not ids or row["id"] in ids)
    ]
    if not certificates:
        raise Refusal(_("Quyết định này không có giấy khen nào đã duyệt."), code="EMPTY")
    return draw_certificates(certificates, target)


def _addressed(db: sqlite3.Connection, row: Mapping[str, Any]) -> str:
    name = person_name(db, row["recipient"])
    if row["recipient_kind"] in ("pupil", "student"):
        return _("Em: {name}").format(name=name)
    if row["recipient_kind"] in ("family", "clan", "unit", "donor"):
        return name
    title = {"female": _("Bà: {name}"), "male": _("Ông: {name}")}.get(row["sex"], _("Ông (Bà): {name}"))
    return title.format(name=name)


def _details(row: Mapping[str, Any]) -> str:
    if row["class_name"] and row["school"]:
        return _("Học sinh lớp {class_name}, Trường {school}").format(
            class_name=row["class_name"], school=row["school"]
        )
    return row["school"] or row["address"]


def _achievement(row: Mapping[str, Any]) -> str:
    return _("Đã có thành tích: {reason}").format(reason=row["reason"]) if row["reason"] else ""


def _draw_award_list(book: Book, db: sqlite3.Connection, decision: bytes, target: Path, *, scholarships: bool) -> int:
    from desktop_app.papers.lists import AwardLine, AwardList, draw_award_list, draw_scholarship_list

    made = _decision(db, decision)
    words = _words()
    rows = [row for row in _award_rows(db, decision) if (row["form"] == "scholarship") == scholarships]
    if not rows:
        raise Refusal(_("Quyết định này không có suất nào thuộc danh sách cần in."), code="EMPTY")
    lines = tuple(
        AwardLine(
            name=person_name(db, row["recipient"]),
            born=row["born"],
            sex=words.get(row["sex"], ""),
            ethnic_group=row["ethnic_group"],
            school=", ".join(part for part in (row["class_name"], row["school"]) if part) or row["address"],
            guardian=row["guardian"],
            reason="" if scholarships else row["reason"],
            form=words[row["form"]],
            amount=row["amount"],
        )
        for row in rows
    )
    day = date.fromisoformat(made["dated"])
    values = AwardList(
        heading=_heading(db, book.unit, day),
        decision=_decision_number(made),
        decided_on=day,
        subject=made["subject"]
        or (_("Năm học {year}").format(year=rows[0]["school_year"]) if rows[0]["school_year"] else ""),
        lines=lines,
        signer_post=made["signer_post"],
        signer=made["signer"],
        writer=_writer(db, book),
    )
    return draw_scholarship_list(values, target) if scholarships else draw_award_list(values, target)


def _draw_cash_book(book: Book, db: sqlite3.Connection, period: Period, target: Path) -> int:
    from desktop_app.papers.cash_book import BookLine, CashBookPaper, draw_cash_book

    found = fund.cash_book(book, "cash", period.first, period.last)
    values = CashBookPaper(
        heading=_heading(db, book.unit, min(period.last, book.clock.today())),
        title=_("SỔ QUỸ TIỀN MẶT"),
        period=period.label()[0].upper() + period.label()[1:],
        opening=found.opening,
        lines=tuple(
            BookLine(line.on, line.voucher, line.text, line.received, line.paid, line.balance) for line in found.lines
        ),
        closing=found.closing,
        year_received=found.year_received,
        year_paid=found.year_paid,
        head=_chair(db, book.unit),
    )
    return draw_cash_book(values, target)


def _draw_members(book: Book, db: sqlite3.Connection, target: Path) -> int:
    from desktop_app.papers.lists import MemberLine, draw_member_list
    from desktop_app.papers.page import Signature

    words, today = _words(), book.clock.today()
    query = lists.Query("members", book.unit, today=today.isoformat())
    members = [
        MemberLine(
            row["full_name"],
            row["born"] or "",
            words.get(row["sex"] or "", ""),
            row["ethnic_group"] or "",
            row["branch"] or "",
            row["phone"] or "",
            row["joined"],
        )
        for row in lists.rows(db, "members", lists.ids(db, query))
    ]
    subject = _("Tính đến ngày {day}").format(day=format_date(today))
    signer = Signature(_("CHỦ TỊCH"), _chair(db, book.unit))
    return draw_member_list(_heading(db, book.unit, today), subject, members, signer, target)


# --- lists as sheets --------------------------------------------------------------------------------------------------


def export_list(book: Book, subject: str, rows: Sequence[Mapping[str, Any]], target: Path) -> None:
    """A list as Excel or CSV; the ending of `target` chooses."""
    keys = [key for key in (rows[0] if rows else {}) if key not in ("id", "person", "donor")]
    columns = [SheetColumn(key, key, "money" if "amount" in key or "value" in key else "text") for key in keys]
    table = SheetTable(subject, columns, rows, [format_date(book.clock.today())])
    if target.suffix.lower() == ".csv":
        write_csv(target, table)
    elif target.suffix.lower() == ".xlsx":
        write_xlsx(target, [table])
    else:
        raise Refusal(_("Chọn tên tệp có đuôi .xlsx hoặc .csv."), code="ENDING")


# --- the cluster's report ---------------------------------------------------------------------------------------------


def make_cluster_report(book: Book, cluster: int, period: Period, map_date: date | None) -> comparison.ClusterReport:
    """The report of a cluster as of now."""
    now = datetime.fromtimestamp(book.clock.now() // 1000, UTC) + timedelta(hours=VIETNAM_HOURS)
    as_of = now.replace(tzinfo=None).isoformat(timespec="minutes")
    with book.reading() as db:
        return comparison.cluster_report(db, cluster, period, map_date, as_of)


def cluster_report(
    book: Book, cluster: int, period: Period, map_date: date | None, target: Path | None
) -> dict[str, Any]:
    """Compute the report, write it in the form that `target`'s ending names, and return its JSON."""
    report = make_cluster_report(book, cluster, period, map_date)
    content = comparison.as_json(report)
    if target is not None:
        _write_report(book, report, content, target)
    return content


def _write_report(book: Book, report: comparison.ClusterReport, content: dict[str, Any], target: Path) -> None:
    ending = target.suffix.lower()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if ending == ".json":
            target.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        elif ending == ".xlsx":
            write_xlsx(target, _report_sheets(report))
        elif ending == ".pdf":
            _draw_report(book, report, target)
        else:
            raise Refusal(_("Chọn tên tệp có đuôi .pdf, .xlsx hoặc .json."), code="ENDING")
    except OSError as error:
        raise Refusal(
            _("Không ghi được tệp «{name}». Kiểm tra ổ đĩa còn chỗ rồi làm lại.").format(name=target.name), code="DISK"
        ) from error


def _report_sheets(report: comparison.ClusterReport) -> list[SheetTable]:
    columns = [
        SheetColumn("code", _("Mã")),
        SheetColumn("name", _("Đơn vị"), width=30),
        SheetColumn("reported", _("Đã gửi"), width=10),
    ]
    for code, indicator in catalogue().items():
        kind = "ratio" if indicator.decimals else "int"
        title = f"{code} {indicator.name} ({indicator.unit})"
        columns.append(SheetColumn(code, title, kind, 16, indicator.decimals))
        columns.append(
            SheetColumn(f"{code}_last_year", _("{code} cùng kỳ").format(code=code), kind, 14, indicator.decimals)
        )
        columns.append(SheetColumn(f"{code}_target", _("{code} chỉ tiêu").format(code=code), "int", 14))
    rows = [_sheet_row(row.code, row.name, row.cells, reported=row.reported) for row in report.rows]
    rows.append(_sheet_row("", _("Cộng"), report.total, reported=True))
    notes = [
        _("Kỳ: {period}").format(period=report.period.label()),
        _("Số liệu đến {as_of}").format(as_of=report.as_of),
        _("Ô trống: chưa có số liệu; «chưa gửi»: đơn vị chưa chốt và gửi số liệu kỳ này."),
    ]
    return [SheetTable(report.cluster_name, columns, rows, notes)]


def _sheet_row(code: str, name: str, cells: Mapping[str, comparison.Cell], *, reported: bool) -> dict[str, Any]:
    row: dict[str, Any] = {"code": code, "name": name, "reported": _("đã gửi") if reported else _("chưa gửi")}
    for indicator, cell in cells.items():
        row |= {indicator: cell.value, f"{indicator}_last_year": cell.last_year, f"{indicator}_target": cell.target}
        if not cell.comparable:
            row[indicator] = _("không so sánh được")
    return row


REPORT_GROUPS: tuple[tuple[str, ...], ...] = (
    ("A03", "A04", "A05", "A06", "A07", "A08", "A09"),
    ("B01", "B02", "B03", "B04", "B06", "B07", "B08"),
    ("D01", "D02", "D03", "D04", "D05", "D06", "D22", "D18"),
    ("D07", "D08", "D13", "D14", "D15", "D16", "D17", "D21"),
    ("E01", "E02", "E03", "E04", "E07", "E08", "E09"),
    ("E10", "E11", "E12", "E13", "E14"),
)


def _group_titles() -> tuple[str, ...]:
    return (
        _("Tổ chức hội"),
        _("Hội viên"),
        _("Vận động quỹ"),
        _("Chi và tồn quỹ"),
        _("Học bổng, khen thưởng học sinh"),
        _("Khen thưởng, quà tặng khác"),
    )


def shown_value(code: str, cell: comparison.Cell, *, reported: bool) -> str:
    """A figure as screens and papers show it; never 0 for what is missing."""
    if not cell.comparable:
        return _("không so sánh được")
    if not reported:
        return _("chưa gửi")
    if cell.value is None:
        return _("chưa có")
    return number_text(code, cell.value)


def number_text(code: str, value: float) -> str:
    """A figure with its indicator's decimals."""
    decimals = catalogue()[code].decimals
    return format_ratio(value, decimals) if decimals else format_money(round(value))


def flag_text(flag: Any) -> str:
    """A flag in one sentence: rule, value, median and number of peers."""
    value = number_text(flag.indicator, flag.value)
    unit = catalogue()[flag.indicator].unit
    if flag.median is None:
        return _("{rule}: {value} {unit}.").format(rule=flag.rule, value=value, unit=unit)
    return _("{rule}: {value} {unit}, mức giữa {median} của {peers} đơn vị.").format(
        rule=flag.rule, value=value, unit=unit, median=number_text(flag.indicator, flag.median), peers=flag.peers
    )


def _draw_report(book: Book, report: comparison.ClusterReport, target: Path) -> None:
    from desktop_app.papers.cluster_report import Finding, ReportPaper, draw_cluster_report

    names = {row.unit: row.name for row in report.rows}
    with book.reading() as db:
        heading = _heading(db, book.unit, book.clock.today(), f"   /{REPORT_SIGN}")
        waiting = [
            db.execute("SELECT name FROM units WHERE code = ? ORDER BY since", (code,)).fetchone()[0]
            for code in report.not_reported
        ]
    moment = datetime.fromisoformat(report.as_of)
    values = ReportPaper(
        heading=heading,
        title=_("Kết quả công tác khuyến học, khuyến tài {cluster}").format(cluster=report.cluster_name),
        period=report.period.label()[0].upper() + report.period.label()[1:],
        as_of=_("Số liệu đến {time} ngày {day}; đơn vị theo bản đồ ngày {map}.").format(
            time=moment.strftime("%H:%M"), day=format_date(moment.date()), map=format_date(report.map_date)
        ),
        findings=tuple(Finding(row.name, flag_text(flag)) for row in report.rows for flag in row.flags),
        praise=tuple(Finding(names[praise.unit], praise.reason) for praise in report.praise),
        not_reported=tuple(waiting),
        tables=tuple(
            _report_table(report, title, group) for title, group in zip(_group_titles(), REPORT_GROUPS, strict=True)
        ),
        sources=_source_lines(report),
        signer_post=_("CHỦ TỊCH"),
    )
    draw_cluster_report(values, target)


def _report_table(report: comparison.ClusterReport, title: str, codes: Sequence[str]) -> Any:
    from desktop_app.papers.cluster_report import ReportRow, ReportTable

    known = catalogue()
    columns = tuple(f"{known[code].name} ({known[code].unit})" for code in codes)
    rows = [
        ReportRow(
            row.name,
            row.level in ("district", comparison.FORMER_DISTRICTS),
            tuple(shown_value(code, row.cells[code], reported=bool(row.offices)) for code in codes),
        )
        for row in report.rows
    ]
    total = tuple(shown_value(code, report.total[code], reported=True) for code in codes)
    return ReportTable(title, columns, (*rows, ReportRow(_("Cộng"), True, total)))


def _source_lines(report: comparison.ClusterReport) -> tuple[str, ...]:
    by_unit: dict[str, list[str]] = {}
    for source in report.sources:
        by_unit.setdefault(source.unit, []).append(f"{source.first}–{source.last} ({source.sha256[:8]})")
    parts = [f"{unit}: {', '.join(runs)}" for unit, runs in by_unit.items()]
    return tuple("; ".join(parts[start : start + 5]) for start in range(0, len(parts), 5))
