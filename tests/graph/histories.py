"""Histories as plain values, to be compared."""

from dataclasses import fields

from graph.history import History


def in_plain(held: History) -> object:
    """All of a history, names in place of places."""
    described = [s for s, told in zip(held.subjects, held.described.tolist(), strict=True) if told]
    columns = [{f.name: getattr(part, f.name).tolist() for f in fields(part)} for part in (held.ties, held.contacts, held.homes)]
    return held.people, held.subjects, described, columns
