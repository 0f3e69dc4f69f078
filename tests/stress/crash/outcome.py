"""What came of the rounds, and the table of it."""

from __future__ import annotations

import statistics
from collections import Counter
from dataclasses import dataclass, field

KINDS = ("damaged", "lost", "half", "shut out", "left", "silent", "crashed", "hung")
"""What can be wrong: with the file, with what was shown as saved, with a gesture that is there in part, with the next
start, with what lies about afterwards; with what is passed on without a word, or ends in a traceback, or never."""


@dataclass
class Outcome:
    """One round. `moment`: what the process was at when it was killed, or what was done to a file.

    `gestures`: shown as saved in it. `number`: by which `--round` does it again.
    """

    name: str
    moment: str = ""
    gestures: int = 0
    figures: dict[str, float] = field(default_factory=dict)
    problems: list[tuple[str, str]] = field(default_factory=list)
    number: int = -1

    def wrong(self, kind: str, what: str) -> None:
        assert kind in KINDS
        self.problems.append((kind, what))


def table(found: dict[str, list[Outcome]], seconds: dict[str, float]) -> str:
    """A line for each kind of round, then what was wrong, then how many were killed when."""
    head = f"{'':<10}{'rounds':>7}" + "".join(f"{kind:>10}" for kind in KINDS) + f"{'median':>8}{'s':>7}   killed"
    lines = [head]
    for name, outcomes in found.items():
        counts = Counter(kind for outcome in outcomes for kind in {kind for kind, _ in outcome.problems})
        median = statistics.median(outcome.gestures for outcome in outcomes) if outcomes else 0
        moments = Counter(outcome.moment for outcome in outcomes)
        told = ", ".join(f"{moment} {count}" for moment, count in moments.most_common())
        numbers = "".join(f"{counts[kind]:>10}" for kind in KINDS)
        lines.append(f"{name:<10}{len(outcomes):>7}{numbers}{median:>8.0f}{seconds[name]:>7.0f}   {told}")
    for outcomes in found.values():
        names = sorted({name for outcome in outcomes for name in outcome.figures})
        for name in names:
            values = [outcome.figures[name] for outcome in outcomes if name in outcome.figures]
            lines.append(
                f"{outcomes[0].name}: {name}: median {statistics.median(values):.3f}, most {max(values):.3f} "
                f"({len(values)} times)"
            )
    for outcomes in found.values():
        for place, outcome in enumerate(outcomes):
            number = place if outcome.number < 0 else f"--round {outcome.number}"
            lines += [
                f"{outcome.name} {number} ({outcome.moment}): {kind}: {what}" for kind, what in outcome.problems[:5]
            ]
    return "\n".join(lines)
