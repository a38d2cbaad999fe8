"""Every tie that counts for nothing on a day, because it is disputed or someone wished it hidden (small print, rule 28)."""

from graph.model import View
from graph.store import GraphReader
from queries.scoring.said import Pair, Voices
from queries.scoring.weighing import weights_on


async def removed_ties(reader: GraphReader, view: View) -> set[Pair]:
    """Professionals with the children and families whose tie to them is out."""
    around = await reader.heard(view)
    return Voices(around, weights_on(around.weights, view.on)[1]).removed_ties(view.on)
