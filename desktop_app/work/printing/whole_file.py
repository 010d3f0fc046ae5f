"""A file that appears whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from db.i18n import _
from db.refusal import Refusal


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """A path beside `target` to write to; it takes the target's place at the end, or is removed."""
    part = target.with_name(f"{target.stem}.part{target.suffix}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        yield part
        part.replace(target)
    except OSError as error:
        raise Refusal(
            _("Không ghi được tệp «{name}». Kiểm tra ổ đĩa còn chỗ và tệp không mở ở chương trình khác.").format(
                name=target.name
            ),
            code="DISK",
        ) from error
    finally:
        part.unlink(missing_ok=True)
