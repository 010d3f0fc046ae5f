"""Every outcome and refusal code of a received file, and the Vietnamese sentences that go with each.

A sentence says what happened, why, and what to do now. It is filled with unit names, codes and counts only, never with
a value of a record.
"""

from __future__ import annotations

from enum import StrEnum

from db.i18n import _
from db.refusal import Refusal


class Outcome(StrEnum):
    """What became of a file: exactly one for each."""

    MERGED = "MERGED"
    ALREADY_HAVE = "ALREADY_HAVE"
    PARTLY_NEW = "PARTLY_NEW"
    WAITING = "WAITING"
    QUARANTINED = "QUARANTINED"
    REFUSED = "REFUSED"


class Code(StrEnum):
    """Why a file waits, is set aside for a person to rule on, or is refused."""

    MISSING = "MISSING"
    UPGRADE = "UPGRADE"
    SCOPE = "SCOPE"
    FORK = "FORK"
    REVOKED = "REVOKED"
    IMPERSONATION = "IMPERSONATION"
    OFFICE_CLOSED = "OFFICE_CLOSED"
    INTERNAL = "INTERNAL"
    TRUNCATED = "TRUNCATED"
    FORMAT = "FORMAT"
    DAMAGED = "DAMAGED"
    TOO_BIG = "TOO_BIG"
    LIMIT = "LIMIT"
    NOT_CANONICAL = "NOT_CANONICAL"
    TEXT = "TEXT"
    TOTALS = "TOTALS"
    UNKNOWN_SIGNER = "UNKNOWN_SIGNER"
    BAD_SIGNATURE = "BAD_SIGNATURE"
    BAD_KEY = "BAD_KEY"
    WRONG_TYPE = "WRONG_TYPE"
    NOT_FOR_ME = "NOT_FOR_ME"
    POLICY = "POLICY"
    OLD_VERSION = "OLD_VERSION"
    VERSION_JUMP = "VERSION_JUMP"
    TX_SPLIT = "TX_SPLIT"
    UNREADABLE = "UNREADABLE"


WAITING = frozenset({Code.MISSING, Code.UPGRADE})
QUARANTINED = frozenset({Code.SCOPE, Code.FORK, Code.REVOKED, Code.IMPERSONATION, Code.OFFICE_CLOSED, Code.INTERNAL})


class BundleRefused(Refusal):
    """A file stops here with one code; the outcome follows from the code. Nothing of it was taken in."""

    def __init__(self, reason: Code) -> None:
        super().__init__(sentence(outcome_of(reason), reason), code=str(reason))
        self.reason = reason

    @property
    def outcome(self) -> Outcome:
        """WAITING, QUARANTINED or REFUSED."""
        return outcome_of(self.reason)


def outcome_of(code: Code) -> Outcome:
    """The outcome that a code belongs to."""
    if code in WAITING:
        return Outcome.WAITING
    return Outcome.QUARANTINED if code in QUARANTINED else Outcome.REFUSED


def sentence(outcome: Outcome, code: Code | None = None, *, rehearsed: bool = False) -> str:
    """What a person reads about a file of this outcome; `rehearsed` where it was only tried and nothing is written."""
    if rehearsed and (said := _would_be().get(code or outcome)) is not None:
        return said
    return _refusals()[code] if code is not None else _accepted()[outcome]


def doubled_words() -> str:
    """Of a file that was tried together with another that brings the same."""
    return _("Trùng: giống một tệp khác trong lần này, nhận một lần là đủ.")


def whole_copy_words() -> str:
    """Of a damaged file that is held, or came along, undamaged."""
    return _(
        "Không nhận bản này: tệp bị sửa hoặc hỏng sau khi ký. Bản nguyên vẹn của tệp này đã có hoặc đến cùng lần, "
        "không cần gửi lại."
    )


def _accepted() -> dict[Outcome, str]:
    return {
        Outcome.MERGED: _("Đã nhận: mọi số liệu trong tệp đã được ghi vào sổ."),
        Outcome.ALREADY_HAVE: _("Đã có từ trước: tệp này đã nhận rồi, không cần làm gì thêm."),
        Outcome.PARTLY_NEW: _("Đã nhận phần mới: một phần của tệp đã có từ trước, phần còn lại vừa được ghi vào sổ."),
    }


def _would_be() -> dict[Outcome | Code, str]:
    """What is said otherwise of a file that was only tried; a file that is not taken in is not taken in either way."""
    return {
        Outcome.MERGED: _("Sẽ nhận: mọi số liệu trong tệp sẽ được ghi vào sổ."),
        Outcome.PARTLY_NEW: _("Sẽ nhận phần mới: một phần của tệp đã có từ trước, phần còn lại sẽ được ghi vào sổ."),
        Code.MISSING: _(
            "Sẽ chờ: thiếu tệp gửi trước tệp này. Nhận thì tệp được giữ lại và tự vào sổ khi có tệp thiếu; "
            "nhắn nơi gửi gửi lại tệp trước."
        ),
        Code.UPGRADE: _(
            "Sẽ chờ: tệp do bản chương trình mới hơn lập. Nhận thì tệp được giữ lại; cập nhật chương trình rồi mở lại sổ."
        ),
    }


def _refusals() -> dict[Code, str]:
    return {
        Code.MISSING: _(
            "Đang chờ: thiếu tệp gửi trước tệp này. Tệp được giữ lại và tự vào sổ khi có tệp thiếu; "
            "nhắn nơi gửi gửi lại tệp trước."
        ),
        Code.UPGRADE: _(
            "Đang chờ: tệp do bản chương trình mới hơn lập. Tệp được giữ lại; cập nhật chương trình rồi mở lại sổ."
        ),
        Code.SCOPE: _(
            "Để riêng chờ xem xét: tệp ghi vào số liệu của đơn vị khác. Chưa ghi gì vào sổ; gọi nơi gửi hỏi lại rồi "
            "quyết định."
        ),
        Code.FORK: _(
            "Để riêng chờ xem xét: máy gửi có lẽ đã mở lại bản sao cũ, nên cùng số thứ tự mà nội dung khác. "
            "Chưa ghi gì vào sổ; gọi nơi gửi rồi chọn nhận cả hai hoặc bỏ."
        ),
        Code.REVOKED: _(
            "Để riêng chờ xem xét: máy gửi đã bị tỉnh thu hồi quyền ký. Chưa ghi gì vào sổ; hỏi nơi gửi rồi quyết định."
        ),
        Code.IMPERSONATION: _(
            "Để riêng chờ xem xét: nội dung của máy này được máy khác ký. Chưa ghi gì vào sổ; báo người phụ trách tỉnh."
        ),
        Code.OFFICE_CLOSED: _(
            "Để riêng chờ xem xét: đơn vị gửi đã kết thúc hoạt động. Chưa ghi gì vào sổ; chuyển cho đơn vị kế tiếp "
            "hoặc bỏ."
        ),
        Code.INTERNAL: _(
            "Để riêng chờ xem xét: chương trình không xử lý được tệp này. Chưa ghi gì vào sổ; các tệp khác vẫn nhận. "
            "Cập nhật chương trình rồi nhận lại, hoặc gửi tệp cho người phụ trách chương trình."
        ),
        Code.TRUNCATED: _("Không nhận: tệp chưa chép xong, còn thiếu phần cuối. Chép lại tệp từ nơi gửi rồi nhận lại."),
        Code.FORMAT: _(
            "Không nhận: nội dung không phải một tệp gửi của Sổ Khuyến học (tệp rỗng, ảnh hay văn bản đổi tên?). Tệp .zip có "
            "nhiều tệp thì giải nén ra rồi nhận cả thư mục; tệp khác thì nhắn nơi gửi bấm «Gửi» lập lại."
        ),
        Code.DAMAGED: _(
            "Không nhận: tệp bị sửa hoặc hỏng sau khi ký. Nhắn nơi gửi gửi lại tệp; sổ của hai bên không bị ảnh hưởng."
        ),
        Code.TOO_BIG: _("Không nhận: tệp lớn hơn mức cho phép. Nhắn nơi gửi dùng nút gửi của chương trình để lập lại."),
        Code.LIMIT: _(
            "Không nhận: tệp có dòng hoặc số vượt mức cho phép. Nhắn nơi gửi cập nhật chương trình, gửi lại."
        ),
        Code.NOT_CANONICAL: _(
            "Không nhận: tệp ghi không đúng quy cách. Nhắn nơi gửi cập nhật chương trình rồi gửi lại."
        ),
        Code.TEXT: _("Không nhận: tệp có chữ không hợp lệ. Nhắn nơi gửi cập nhật chương trình rồi gửi lại."),
        Code.TOTALS: _("Không nhận: số cộng cuối tệp không khớp nội dung. Nhắn nơi gửi lập lại tệp rồi gửi lại."),
        Code.UNKNOWN_SIGNER: _(
            "Không nhận: chưa biết máy đã ký tệp này. Nếu là đơn vị mới, hãy làm thủ tục đăng ký máy trước; "
            "nếu đã đăng ký, nhận danh sách tin cậy mới nhất của tỉnh rồi nhận lại."
        ),
        Code.BAD_SIGNATURE: _("Không nhận: chữ ký trên tệp không đúng. Nhắn nơi gửi gửi lại tệp gốc."),
        Code.BAD_KEY: _("Không nhận: khóa trong tệp đăng ký không an toàn. Lập lại tệp đăng ký trên máy xin đăng ký."),
        Code.WRONG_TYPE: _("Không nhận: tệp này thuộc loại khác, không dùng ở bước này. Chọn đúng tệp rồi làm lại."),
        Code.NOT_FOR_ME: _("Không mở: tệp này gửi cho nơi khác. Chuyển tệp cho đúng nơi nhận nếu nơi ấy chưa có."),
        Code.POLICY: _(
            "Không nhận: tệp không theo quy định về mã hóa. Nhắn nơi gửi cập nhật chương trình rồi gửi lại."
        ),
        Code.OLD_VERSION: _("Không nhận: sổ đã có danh sách mới hơn. Không cần làm gì; dùng tệp mới nhất của tỉnh."),
        Code.VERSION_JUMP: _(
            "Không nhận: số của danh sách tin cậy nhảy quá xa. Gọi người phụ trách tỉnh để lấy lại danh sách đúng."
        ),
        Code.TX_SPLIT: _("Không nhận: tệp cắt đôi một lần ghi sổ. Nhắn nơi gửi cập nhật chương trình rồi gửi lại."),
        Code.UNREADABLE: _("Không nhận: không đọc được tệp. Cắm lại USB, chép tệp vào máy rồi nhận lại."),
    }
