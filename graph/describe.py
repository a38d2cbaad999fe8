"""The kinds and ties as a page of words, made from the one table of kinds."""

from graph.schema import KINDS, TIES, Property


def described() -> str:
    """Every kind and tie with its properties, their meaning and who they are sensitive for, as Markdown."""
    lines = ["# What the graph holds", ""]
    for kind in KINDS:
        lines += [f"## {kind.label}", "", f"{kind.meaning}.", "", *_properties(kind.properties)]
    for tie in TIES:
        lines += [
            f"## ({'|'.join(tie.starts)})-[:{tie.label}]->({'|'.join(tie.ends)})",
            "",
            f"{tie.meaning}.",
            "",
            *_properties(tie.properties),
        ]
    return "\n".join(lines)


def _properties(properties: tuple[Property, ...]) -> list[str]:
    lines = [f"- `{p.name}` ({p.type}, {p.sensitivity}): {p.meaning}{_choices(p)}" for p in properties]
    return [*lines, ""] if lines else []


def _choices(one: Property) -> str:
    return f" ({', '.join(one.choices)})" if one.choices else ""
