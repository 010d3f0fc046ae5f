"""Is the XML within a workbook whole? The reader of ods never comes to an end on a tag that is not closed as it was opened."""

from __future__ import annotations

from typing import IO
from xml.parsers.expat import ExpatError, ParserCreate


def is_whole(stream: IO[bytes]) -> bool:
    """Whether XML is well-formed and has no document type, which could make a little text unfold into a lot."""
    parser = ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.ParseFile(stream)
    except (ExpatError, _HasDocumentType):
        return False
    return True


class _HasDocumentType(Exception):
    pass


def _refuse(*_declaration: object) -> None:
    raise _HasDocumentType
