"""«Biên bản xóa dữ liệu cá nhân»: what was erased, when and why, by record ids alone; the name is gone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from db.i18n import _
from desktop_app.papers.heading import Heading, draw_heading, draw_title
from desktop_app.papers.page import PORTRAIT, PaperDocument
from desktop_app.papers.signing import SIGNATURE_HEIGHT, Signature, draw_signatures
from desktop_app.papers.table import PaperColumn, PaperLine, Table

DOTS = "…" * 26


@dataclass(frozen=True)
class ErasedLine:
    """One erased record: its id, what it was, whose it was, how many entries lost their content, when (in words)."""

    record: str
    kind: str
    unit: str
    entries: int
    erased_at: str


@dataclass(frozen=True)
class ErasureProtocol:
    """The protocol's values; without a reason a line is left to write it by hand."""

    heading: Heading
    lines: tuple[ErasedLine, ...]
    reason: str
    writer: str
    signer_post: str
    signer: str
    still_named: tuple[str, ...] = ()
    """What the erasure could not reach, in sentences that name nobody."""


def draw_erasure(values: ErasureProtocol, target: Path, *, sample: bool = False) -> int:
    """Draw the protocol; returns the pages."""
    sheet = PaperDocument(target, PORTRAIT, title=_("Biên bản xóa dữ liệu cá nhân"), sample=sample)
    draw_heading(sheet, values.heading)
    draw_title(sheet, _("BIÊN BẢN XÓA DỮ LIỆU CÁ NHÂN"), note=_("(Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15)"))
    sheet.paragraph(_("Lý do: {reason}").format(reason=values.reason or DOTS), indent=10)
    sheet.paragraph(
        _("Nội dung của các mục dưới đây đã được xóa khỏi sổ. Biên bản chỉ ghi mã của mục, không ghi tên người."),
        indent=10,
        space=4,
    )
    columns = (
        PaperColumn(_("STT"), 12, "center"),
        PaperColumn(_("Mã của mục"), 58),
        PaperColumn(_("Nội dung đã xóa"), 42),
        PaperColumn(_("Đơn vị ghi"), 36),
        PaperColumn(_("Số lần ghi"), 16, "right"),
        PaperColumn(_("Xóa lúc"), 24, "center"),
    )
    lines = [
        PaperLine((str(number), one.record, one.kind, one.unit, str(one.entries), one.erased_at))
        for number, one in enumerate(values.lines, 1)
    ]
    Table(sheet, columns, size=10).draw(lines)
    sheet.y += 4
    for text in _consequences():
        sheet.paragraph(text, indent=10)
    if values.still_named:
        sheet.paragraph(_("Những chỗ sau còn nhắc tên người đã xóa, phải xử lý bằng tay:"), indent=10)
        for text in values.still_named:
            sheet.paragraph(_("– {place}").format(place=text), indent=10)
    sheet.need(SIGNATURE_HEIGHT)
    draw_signatures(sheet, [Signature(_("NGƯỜI LẬP"), values.writer), Signature(values.signer_post, values.signer)])
    return sheet.save()


def _consequences() -> tuple[str, ...]:
    return (
        _(
            "Số tiền, số lượng, quyết định và chứng từ kế toán được giữ nguyên, không gắn với tên; chuỗi ghi sổ vẫn kiểm tra được."
        ),
        _(
            "Sổ của các đơn vị tự xóa khi nhận tệp trả lời kế tiếp của tỉnh; bản sao lưu cũ tự xóa khi được mở lại. "
            "Tệp đã xuất và bản in có tên người này phải được hủy bằng tay."
        ),
    )
