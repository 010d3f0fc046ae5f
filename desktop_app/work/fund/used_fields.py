"""Which fields a movement of each kind uses; what it does not use is refused, for nobody would find it again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from db.i18n import _
from db.refusal import FieldError
from desktop_app.work.records.vocabulary import MOVEMENT_KINDS

ALWAYS = frozenset({"kind", "amount", "purse", "account", "on", "note"})
USED = {
    "opening": ALWAYS | {"goods"},
    "receive": ALWAYS | {"goods", "party", "party_kind", "category", "new"},
    "pay": ALWAYS | {"goods", "party", "party_kind", "category", "decision", "new"},
    "transfer": ALWAYS | {"to_purse", "to_account", "decision"},
}
TOLD_APART = ("to_purse", "to_account", "party", "category", "goods", "decision")
"""What of a draft only some kinds use."""


def unused(kind: str, said: Iterable[str]) -> Iterator[FieldError]:
    """An error for each field that was said and that a movement of this kind has no use for."""
    used = USED.get(kind)
    for name in said:
        if used is not None and name not in used:
            sentence = _("Phiếu «{kind}» không dùng mục này. Bỏ mục «{name}» đi")
            yield FieldError(name, sentence.format(kind=MOVEMENT_KINDS[kind], name=name))
