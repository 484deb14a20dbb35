"""Parts of an agreement as text: in YAML as one would write them, and their places in words."""

from __future__ import annotations

import yaml
import yamlcore

from entente.agreement.explain.wording import spoken_ordinal
from entente.agreement.versions.parts import Leaf, Part, Path, plain


def yaml_lines(part: Part, width: int = 84) -> tuple[str, ...]:
    """The lines of YAML that say a part; what holds by default is left out."""
    return tuple(_yaml(part, width, None).split("\n"))


def in_short(part: Part) -> str:
    """A part in one line."""
    if isinstance(part, Leaf) and isinstance(part.value, str):
        return " ".join(part.value.split())
    return _yaml(part, 1_000_000, True)


def _yaml(part: Part, width: int, in_line: bool | None) -> str:
    """A part as YAML: in the line, or where it says nothing of that, what has no inner parts."""
    text: str = yaml.dump(
        plain(part, said=True),
        Dumper=yamlcore.CoreDumper,
        sort_keys=False,
        allow_unicode=True,
        default_flow_style=in_line,
        width=width,
    )
    return text.removesuffix("...\n").rstrip("\n")


def said_path(path: Path) -> str:
    """A path as words, such as credit.tiers.2nd.pays."""
    return ".".join(spoken_ordinal(str(step + 1)) if isinstance(step, int) else step
                    for step in path)  # fmt: skip
