"""YAML as plain values, as YAML 1.2 has it: `on` and `yes` are words, not yes; nothing is named and repeated, no key stands twice."""

from typing import Any

import yaml

YES_OR_NO = "tag:yaml.org,2002:bool"


class _Loader(yaml.SafeLoader):
    """Reads values and nothing else."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):  # pyright: ignore[reportUnknownMemberType]
            raise ValueError("a value that stands for another one is not read")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        keys: list[Any] = [self.construct_object(key, deep=True) for key, _ in node.value]  # pyright: ignore[reportUnknownMemberType]
        if len({str(key) for key in keys}) < len(keys):
            raise ValueError("a key stands twice in one table")
        return super().construct_mapping(node, deep)


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rules if tag != YES_OR_NO]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_yaml(text: str) -> Any:
    """What a text holds. Errors: ValueError."""
    try:
        return yaml.load(text, _Loader)  # noqa: S506
    except (yaml.YAMLError, RecursionError):
        raise ValueError("this is no YAML") from None
