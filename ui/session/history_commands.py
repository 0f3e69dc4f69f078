"""Bringing an earlier state of an article's spans back: one undo step and one transaction, as any gesture."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from models.base.entities import Edit, Label, LabelId, Span
from models.base.report import counted
from models.history.states import StateDiff, differences
from ui.session.session import Session
from ui.support.bidi import isolated


def bring_back(session: Session, then: Iterable[Span], when: str, labels: dict[LabelId, Label]) -> bool:
    """Make the annotator's spans in the open article what they were; return whether they are.

    Spans removed since come back under their ids, later ones are removed, changed ones get their old values.
    What carried a label that is deleted since is left as it is now, and the person told; `labels` names them.
    """
    if session.article is None:
        return False
    wanted = differences(session.spans, then)
    if not wanted:
        session.status_message.emit(f"the spans are those of {when} already")
        return False
    possible, left = without_labels(wanted, {label.id for label in session.labels})
    told = left_out(left, labels)
    if not possible:
        session.status_message.emit(told)
        return False
    before, after = _rows(possible)
    if not session.do(Edit(spans=before), Edit(spans=after), f"bring back the spans of {when}"):
        return False
    if told:
        session.status_message.emit(f"{session.outcome} · {told}")
    return True


def without_labels(wanted: StateDiff, there: Iterable[LabelId]) -> tuple[StateDiff, list[Span]]:
    """Return what can be done while only the labels `there` are, and the spans that cannot become what they were."""
    known = frozenset(there)
    left = [span for span in wanted.back if span.label not in known]
    left += [then for _, then in wanted.changed if then.label not in known]
    possible = StateDiff(
        tuple(span for span in wanted.back if span.label in known),
        wanted.away,
        tuple(pair for pair in wanted.changed if pair[1].label in known),
    )
    return possible, left


def left_out(spans: Iterable[Span], labels: dict[LabelId, Label]) -> str:
    """Return a sentence on spans that cannot come back; empty without any."""
    spans = list(spans)
    if not spans:
        return ""
    names = list(dict.fromkeys(isolated(labels[span.label].name) for span in spans if span.label in labels))
    whose = "their labels are" if len(names) > 1 else "the label is"
    staying = counted(len(spans), "span of then stays away", "spans of then stay away")
    return f"{staying}: {whose} deleted ({', '.join(names)})"


def _rows(wanted: StateDiff) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Return the same rows before and after."""
    made, gone = ([replace(span, deleted=True) for span in spans] for spans in (wanted.back, wanted.away))
    before = (*made, *wanted.away, *(now for now, _ in wanted.changed))
    return before, (*wanted.back, *gone, *(then for _, then in wanted.changed))
