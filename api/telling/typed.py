"""What was typed after the words of a command, as what it stands for; what is typed wrong is refused."""

from datetime import date

import typer

from graph.model import SubjectKind


def a_day(text: str | None, option: str) -> date | None:
    """A day typed after an option."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise typer.BadParameter(f"{text} is no day: write YYYY-MM-DD", param_hint=option) from None


def whom(ids: list[str] | None, everyone: bool, kind: str | None) -> SubjectKind | None:
    """The one kind asked about, if any, where either ids or everyone is."""
    if bool(ids) == everyone:
        raise typer.BadParameter("name one or more ids, or say --all", param_hint="IDS")
    return a_kind(kind)


def a_kind(text: str | None) -> SubjectKind | None:
    """A kind of subject typed after --kind."""
    if text not in (None, "child", "family"):
        raise typer.BadParameter("is child or family", param_hint="--kind")
    return "child" if text == "child" else "family" if text else None
