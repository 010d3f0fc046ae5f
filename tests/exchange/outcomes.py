"""What became of one received file, looked at from every side: the log, the sentence, the digests."""

from __future__ import annotations

from db.exchange.outcomes import Code, Outcome, outcome_of, sentence
from tests.offices import digests, receive, sound


def log_of(book) -> list[tuple]:
    with book.reading() as db:
        return db.execute("SELECT outcome, code FROM bundle_log ORDER BY no").fetchall()


SAID = {
    Code.MISSING: "thiếu tệp gửi trước tệp này",
    Code.UPGRADE: "cập nhật chương trình rồi mở lại sổ",
    Code.SCOPE: "số liệu của đơn vị khác",
    Code.FORK: "đã mở lại bản sao cũ",
    Code.REVOKED: "thu hồi quyền ký",
    Code.IMPERSONATION: "được máy khác ký",
    Code.OFFICE_CLOSED: "đã kết thúc hoạt động",
    Code.TRUNCATED: "Chép lại tệp từ nơi gửi",
    Code.FORMAT: "không phải một tệp gửi của Sổ Khuyến học",
    Code.DAMAGED: "bị sửa hoặc hỏng sau khi ký",
    Code.TOO_BIG: "lớn hơn mức cho phép",
    Code.LIMIT: "vượt mức cho phép",
    Code.NOT_CANONICAL: "không đúng quy cách",
    Code.TEXT: "chữ không hợp lệ",
    Code.TOTALS: "số cộng cuối tệp không khớp",
    Code.UNKNOWN_SIGNER: "làm thủ tục đăng ký máy trước",
    Code.BAD_SIGNATURE: "chữ ký trên tệp không đúng",
    Code.WRONG_TYPE: "thuộc loại khác",
    Code.NOT_FOR_ME: "Chuyển tệp cho đúng nơi nhận",
    Code.POLICY: "quy định về mã hóa",
    Code.OLD_VERSION: "đã có danh sách mới hơn",
    Code.VERSION_JUMP: "nhảy quá xa",
    Code.TX_SPLIT: "cắt đôi một lần ghi sổ",
    Code.UNREADABLE: "Cắm lại USB",
    Code.INTERNAL: "các tệp khác vẫn nhận",
}


"""What a person must at least be told, written here a second time."""


def one(network, *paths, into=None):
    """Take one file in; whatever does not merge must leave the digests alone. Returns the result."""
    book = into or network.province
    before = digests(book)
    (result,) = receive(book, *paths)
    if result.outcome in (Outcome.WAITING, Outcome.QUARANTINED, Outcome.REFUSED):
        assert digests(book) == before
        assert result.message == sentence(result.outcome, result.code) != ""
        assert result.outcome is outcome_of(result.code)
        assert SAID[result.code] in result.message
    assert log_of(book)[-1] == (str(result.outcome), str(result.code or ""))
    sound(book)
    return result


def file_with(network, content: bytes, name="tep.khb"):
    path = network.fresh_folder("tep") / name
    path.write_bytes(content)
    return path
