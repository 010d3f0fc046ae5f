"""`enrol`: asking, approving, accepting; the enrolled devices, cutting one off, closing an office."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from db.i18n import _
from db.refusal import Refusal
from desktop_app.cli.common import Arguments, command, file_json, identity, open_book, say
from desktop_app.values.money import format_money
from desktop_app.work.book.trust_in_force import require_trust, trust_of


def add_commands(commands: Any) -> None:
    """Add this group to the commands."""
    group = commands.add_parser("enrol", help=_("đăng ký máy với tỉnh")).add_subparsers(required=True)
    ask = command(group, "ask", _enrol_ask, _("lập tệp đăng ký của máy này"))
    ask.add_argument("book", type=Path)
    ask.add_argument("out", type=Path)
    ask.add_argument("--phone", help=_("số điện thoại để tỉnh gọi"))
    approve = command(group, "approve", _enrol_approve, _("tỉnh duyệt các tệp đăng ký"))
    approve.add_argument("book", type=Path)
    approve.add_argument("asks", type=Path, nargs="+")
    approve.add_argument("outdir", type=Path)
    _confirmation(approve)
    devices = command(group, "devices", _enrol_devices, _("các máy đã đăng ký với tỉnh"))
    devices.add_argument("book", type=Path)
    cut = command(group, "cut", _enrol_cut, _("tỉnh cắt quyền của một máy bị mất"))
    cut.add_argument("book", type=Path)
    cut.add_argument("device")
    cut.add_argument("outdir", type=Path)
    close = command(group, "close", _enrol_close, _("tỉnh đóng một đơn vị đã thôi hoạt động"))
    close.add_argument("book", type=Path)
    close.add_argument("office", help=_("mã hoặc tên đơn vị"))
    close.add_argument("outdir", type=Path)
    accept = command(group, "accept", _enrol_accept, _("cơ sở nhận danh sách tin cậy của tỉnh"))
    accept.add_argument("book", type=Path)
    accept.add_argument("files", type=Path, nargs="+")
    _confirmation(accept)


def _confirmation(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--fingerprint")
    parser.add_argument("--yes", action="store_true", help=_("đã so dấu vân tay bằng cách khác"))


def _enrol_ask(arguments: Arguments) -> int:
    from desktop_app.work.book import enrolment

    with open_book(arguments) as book:
        asked = enrolment.ask(book, arguments.out, arguments.phone)
    return say(
        arguments,
        {"file": str(asked.path), "fingerprint": asked.fingerprint},
        _("Đã lập {file}. Đọc cho tỉnh nghe: {fingerprint}").format(file=asked.path, fingerprint=asked.fingerprint),
    )


def _confirm(arguments: Arguments, fingerprints: Sequence[str]) -> None:
    if arguments.yes:
        return
    given = (arguments.fingerprint or "").replace(" ", "")
    if given and all(given == shown.replace(" ", "") for shown in fingerprints):
        return
    raise Refusal(
        _("Cần so dấu vân tay trước khi tin: {shown}. So qua điện thoại rồi thêm --fingerprint hoặc --yes.").format(
            shown=" | ".join(fingerprints)
        ),
        code="FINGERPRINT",
    )


def _enrol_approve(arguments: Arguments) -> int:
    from desktop_app.work.book import enrolment

    asks = enrolment.read_asks(arguments.asks)
    _confirm(arguments, [pending.fingerprint for pending in asks])
    with open_book(arguments, write=True) as book:
        made = enrolment.approve(book, asks, arguments.outdir)
    print(_("Nhớ cất riêng khóa gốc của tỉnh (giấy và USB) trước khi đăng ký thêm máy."), file=sys.stderr)
    return say(
        arguments,
        {"trust": str(made.trust), "files": [str(path) for path in made.files]},
        _("Đã duyệt {count} máy; danh sách tin cậy: {trust}").format(count=len(asks), trust=made.trust),
    )


def _enrol_devices(arguments: Arguments) -> int:
    from desktop_app.work.book import devices

    with open_book(arguments) as book:
        found = [
            {**asdict(device), "id": device.id.hex(), "office": device.office.hex()} for device in devices.devices(book)
        ]
    lags = _("chưa nhận danh sách mới")
    lines = [
        f"{one['id']} | {one['unit']} | {one['label'] or ''} | {one['received']} | {lags if one['lags'] else ''}"
        for one in found
    ]
    return say(arguments, {"devices": found}, *lines)


def _enrol_cut(arguments: Arguments) -> int:
    from desktop_app.work.book import devices

    with open_book(arguments, write=True) as book:
        trust = devices.cut_off(book, identity(arguments.device), arguments.outdir)
    return _tell_list(arguments, trust)


def _enrol_close(arguments: Arguments) -> int:
    from desktop_app.work.book import devices
    from desktop_app.work.fund import fund_handover
    from desktop_app.work.records.lookup import ended_unit_id

    with open_book(arguments, write=True) as book:
        with book.reading() as db:
            office = ended_unit_id(db, arguments.office, book.clock.today().isoformat())
        trust = devices.close_office(book, office, arguments.outdir)
        left = fund_handover.left_in_fund(book, office)
    if left:
        said = _("Theo sổ tỉnh, quỹ của đơn vị còn {amount} đồng chưa bàn giao.")
        print(said.format(amount=format_money(left)), file=sys.stderr)
    return _tell_list(arguments, trust)


def _tell_list(arguments: Arguments, trust: Path) -> int:
    said = _("Đã lập danh sách tin cậy mới {file}. Gửi cho mọi đơn vị.")
    return say(arguments, {"trust": str(trust)}, said.format(file=trust))


def _enrol_accept(arguments: Arguments) -> int:
    from desktop_app.work.book import enrolment

    with open_book(arguments, write=True, enrolling=True) as book:
        if trust_of(book) is None:
            trust, _path = enrolment.offered_province(arguments.files)
            _confirm(arguments, [enrolment.province_fingerprint(trust)])
        results = enrolment.accept(book, arguments.files)
        newest = require_trust(book)
        files = [file_json(book, result) for result in results]
    return say(
        arguments,
        {"trust": newest.number, "files": files},
        _("Máy này đã được tỉnh nhận (danh sách số {number}).").format(number=newest.number),
    )
