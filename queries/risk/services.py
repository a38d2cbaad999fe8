"""Every service there is."""

from graph.model import Service, View
from graph.store import GraphReader

PAGE = 1000


async def every_service(reader: GraphReader, view: View) -> dict[str, Service]:
    """Every service that the viewer may see, by id."""
    found: dict[str, Service] = {}
    while page := await reader.page(Service, view, after=max(found, default=""), first=PAGE):
        found |= {s.id: s for s in page}
    return found
