"""By what right a source is loaded: who controls it, on which lawful basis, under which agreement."""

from graph.errors import BadInput
from graph.model import Source
from graph.store import GraphReader

_OPTIONS = {"controller": "--controller", "lawful_basis": "--lawful-basis", "agreement": "--agreement"}


async def refuse_rightless(reader: GraphReader, source: Source) -> None:
    """Refuse a source of which any of the three was never told. Errors: BadInput, and then nothing was written."""
    known = await reader.source(source.name)
    lacking = [option for field, option in _OPTIONS.items() if not (_told(source, field) or (known and _told(known, field)))]
    if lacking:
        raise BadInput(f"source {source.name} is loaded by no right that was told: give {', '.join(lacking)} once; nothing was stored")


def _told(source: Source, field: str) -> bool:
    return bool(str(getattr(source, field) or "").strip())
