"""The screens, one folder each; a screen is imported when it is first opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_app.gui.kit.screens.context import Context
    from desktop_app.gui.kit.screens.screen import Screen


def make_screen(name: str, context: Context) -> Screen:
    """Make the screen of a place."""
    if name == "members":
        from desktop_app.gui.screens.members import MembersScreen

        return MembersScreen(context)
    if name == "awards":
        from desktop_app.gui.screens.awards import AwardsScreen

        return AwardsScreen(context)
    if name == "fund":
        from desktop_app.gui.screens.fund import FundScreen

        return FundScreen(context)
    if name == "reports":
        from desktop_app.gui.screens.reports import ReportsScreen

        return ReportsScreen(context)
    if name == "exchange":
        from desktop_app.gui.screens.exchange import ExchangeScreen

        return ExchangeScreen(context)
    if name == "settings":
        from desktop_app.gui.screens.settings import SettingsScreen

        return SettingsScreen(context)
    from desktop_app.gui.screens.today import TodayScreen

    return TodayScreen(context)
