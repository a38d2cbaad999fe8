"""`kith audit`: who looked at what, and whether that record is whole; `kith may`: who would see what, and why."""

from pathlib import Path
from typing import Annotated

import typer

from api.telling.typed import a_day, a_kind
from api.typed_commands.base import Day, Json, Store, app, now, run, settings_with, shell_with

audit = typer.Typer(no_args_is_help=True, help="Who looked at what and why, commands too, from the audit in the state folder (KITH_STATE).")
app.add_typer(audit, name="audit")


@audit.command("verify")
def audit_verify(
    file: Annotated[Path | None, typer.Argument(help="What `kith audit export` printed; else the audit itself.")] = None,
) -> None:
    """Check that no entry was changed, removed, put elsewhere or cut off. Exits with 1, and says which, where one was."""
    from api.commands.audit import check_audit

    raise SystemExit(check_audit(settings_with(None), file))


@audit.command("who-looked")
def audit_who_looked(subject: Annotated[str, typer.Argument(help="Id of a child, family or professional.")], json: Json = False) -> None:
    """Everyone who was shown someone's data, over HTTP or by a command, that of everyone too: who, when, what of it, and why."""
    from api.commands.audit import print_lookers

    print_lookers(settings_with(None), subject, as_json=json)


@audit.command("by")
def audit_by(who: Annotated[str, typer.Argument(help="Id of whoever looked; of the command line os:LOGIN.")], json: Json = False) -> None:
    """Everything that one person was shown or refused."""
    from api.commands.audit import print_looks

    print_looks(settings_with(None), who, as_json=json)


@audit.command("export")
def audit_export(since: Annotated[str | None, typer.Option("--since", metavar="DAY", help="From this day on; else all.")] = None) -> None:
    """Print every entry with its seal, one JSON object a line, to keep elsewhere; `kith audit verify FILE` checks it there and here."""
    from api.commands.audit import export_audit

    day = a_day(since, "--since")
    export_audit(settings_with(None), day.isoformat() if day else "")


@audit.command("alarms")
def audit_alarms(json: Json = False) -> None:
    """Hours in which someone looked at unusually many people, searched or guessed at ids unusually often: for the privacy officer."""
    from api.commands.audit import print_alarms

    print_alarms(settings_with(None), as_json=json)


@app.command()
def may(
    who: Annotated[str, typer.Argument(help="Id of whoever would ask, as the audit has it.")],
    subject: Annotated[str, typer.Argument(help="A child or family, by id.")],
    role: Annotated[str, typer.Option(help="Their role.")] = "practitioner",
    purpose: Annotated[str, typer.Option(metavar="CODE", help="Why they would ask; without one nobody is shown.")] = "",
    organisation: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Of their scope, one or more; * is all. Else those of their posts.")
    ] = None,
    kind: Annotated[str | None, typer.Option(help="child or family.")] = None,
    on: Day = None,
    json: Json = False,
    store: Store = None,
) -> None:
    """May they see this child or family: which groups of fields, whose ties, and by which rule, shield or opening?"""
    from api.commands.may import Asked, at_of, print_may, role_typed

    asked = Asked(who, role_typed(role), organisation or [], purpose, at_of(a_day(on, "--on"), now()))
    run(print_may(shell_with(store), asked, subject, a_kind(kind), as_json=json))
