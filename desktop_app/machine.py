"""What is said where the program starts: whose keys, and which day it is. Nothing else asks the environment for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from db.clock import FIRST_DAY, Clock, clock_on, system_clock
from db.exchange.trust.home_folder import Home
from db.files import safe_name
from db.i18n import _
from db.refusal import Refusal


@dataclass(frozen=True)
class Machine:
    """The folder of keys and the day, as they were typed; "" where nothing was said and the machine's own hold."""

    folder: str = ""
    day: str = ""

    @classmethod
    def of(cls, environment: Mapping[str, str], folder: str | None = None) -> Machine:
        """From the variables `SKH_HOME` and `SKH_TODAY`; a `folder` that the command line names goes before."""
        return cls(folder or environment.get("SKH_HOME", ""), environment.get("SKH_TODAY", ""))

    def home(self) -> Home:
        """The folder that was named, or the user's data folder; one with a name this system cannot hold is refused."""
        if self.folder:
            return Home(safe_name(Path(self.folder)))
        import platformdirs

        return Home(Path(platformdirs.user_data_dir("so-khuyen-hoc", appauthor=False, roaming=False)))

    def clock(self) -> Clock:
        """The machine's clock, or its time of day on the day that was named (tests, training); refuses what is no such day."""
        return clock_on(_day(self.day)) if self.day else system_clock()


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Refusal(
            _("Biến SKH_TODAY ghi «{text}», không phải một ngày. Ghi theo dạng 2020-07-05.").format(text=text)
        ) from None
    if day < FIRST_DAY:
        raise Refusal(
            _("Biến SKH_TODAY ghi «{text}», trước năm 2000. Ghi một ngày từ 2000-01-01 trở đi.").format(text=text)
        )
    return day
