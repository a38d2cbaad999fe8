"""`kith withdraw`, `retention`, `hold` and `erase`: what is kept, how long, and what goes for good."""

from typing import Annotated

import typer

from api.telling.typed import a_kind
from api.typed_commands.base import Json, Store, app, now, run, shell_with
from graph.schema import HOLD_REASONS

Yes = Annotated[bool, typer.Option("--yes", help="Do it, for good; without this it is only counted.")]


@app.command()
def withdraw(
    source: Annotated[str, typer.Argument(help="The source that leaves, by the name it loaded under.")],
    yes: Yes = False,
    again: Annotated[bool, typer.Option("--allow-again", help="Let a withdrawn source load again.")] = False,
    json: Json = False,
    store: Store = None,
) -> None:
    """A partner leaves: everything its source ever told is erased, and the source loads no more."""
    from api.commands.withdraw import allow, withdraw_source

    if again and yes:
        raise typer.BadParameter("say --yes to withdraw, or --allow-again to let it load again", param_hint="--allow-again")
    shell = shell_with(store)
    run(allow(shell, source, now) if again else withdraw_source(shell, source, now, yes=yes, as_json=json))


@app.command()
def erase(
    subject: Annotated[str, typer.Argument(help="A child, carer or family, by id.")],
    kind: Annotated[str | None, typer.Option(help="child, carer or family, where an id is of several.")] = None,
    yes: Yes = False,
    json: Json = False,
    store: Store = None,
) -> None:
    """Erase everything held about one child, carer or family: every record, tie and statement, now and before."""
    from api.commands.erase import erase_one

    if kind not in (None, "child", "carer", "family"):
        raise typer.BadParameter("is child, carer or family", param_hint="--kind")
    run(erase_one(shell_with(store), subject, kind, now, yes=yes, as_json=json))


@app.command()
def retention(
    purge: Annotated[bool, typer.Option("--purge", help="With --yes: purge what has been kept long enough.")] = False,
    yes: Yes = False,
    json: Json = False,
    store: Store = None,
) -> None:
    """How long each class of records is kept, and why, and what has been kept long enough."""
    from api.commands.retention import tell_retention

    if yes and not purge:
        raise typer.BadParameter("say --purge --yes to purge", param_hint="--yes")
    run(tell_retention(shell_with(store), now, yes=yes, as_json=json))


@app.command()
def hold(
    subject: Annotated[str | None, typer.Argument(help="A child or family, by id; without one all holds are listed.")] = None,
    reason: Annotated[str | None, typer.Option(metavar="CODE", help=f"Set a hold: {', '.join(HOLD_REASONS)}.")] = None,
    lift: Annotated[bool, typer.Option("--lift", help="Lift every hold on them.")] = False,
    kind: Annotated[str | None, typer.Option(help="child or family.")] = None,
    store: Store = None,
) -> None:
    """A legal hold: nothing of this household is withdrawn, purged or erased while it stands."""
    from api.commands.retention import hold as set_or_lift
    from api.commands.retention import list_holds

    if subject is None and not (reason or lift):
        run(list_holds(shell_with(store)))
        return
    if subject is None or bool(reason) == lift:
        raise typer.BadParameter("name a child or family, and say --reason CODE or --lift", param_hint="SUBJECT")
    run(set_or_lift(shell_with(store), subject, a_kind(kind), reason, now))
