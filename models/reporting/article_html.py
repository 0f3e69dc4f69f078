"""An article with its spans as HTML that needs nothing else: for the clipboard, where styles must be inline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

from models.base.entities import Label, LabelId, Span
from models.base.short_names import short_names

FONTS = "'Nishan Nastaliq', 'Noto Nastaliq Urdu', 'Jameel Noori Nastaleeq', serif"
_SHARE = 0.18  # of a label's colour in the fill under its words, the rest is white: Word knows no transparency
_BODY = f'<div dir="rtl" lang="ur" style="font-family: {FONTS}; font-size: 16pt; line-height: 2.2">'
Stretch = tuple[int, int]


def article_html(
    title: str, text: str, spans: Sequence[Span], labels: Mapping[LabelId, Label], stretch: Stretch | None = None
) -> str:
    """Return an article, or the `stretch` of it (code points), from right to left with its spans and their labels.

    Nested spans are nested elements. Where two cross, the element of the inner one ends and begins anew. The label's
    short name follows each span; what the names mean stands at the end.
    """
    start, end = stretch or (0, len(text))
    shown = [span for span in spans if span.start < end and span.end > start]
    marker = _Marker(labels)
    begins = " ".join(text.split()).startswith(" ".join(title.rstrip("…").split()))  # with its title
    heading = "" if stretch or begins else f"<h2>{escape(title)}</h2>"
    legend = marker.meanings({span.label for span in shown})
    return f"{_BODY}{heading}<p>{''.join(marker.marked(text, start, end, shown))}</p>{legend}</div>"


class _Marker:
    """Writes the elements of spans, and the names of their labels."""

    def __init__(self, labels: Mapping[LabelId, Label]) -> None:
        self._labels, self._short = labels, short_names(labels.values())

    def marked(self, text: str, start: int, end: int, spans: Sequence[Span]) -> Iterator[str]:
        """Yield `text[start:end]` with these spans, which all have letters in it."""
        waiting = sorted(spans, key=lambda span: (span.start, -span.end, span.uid), reverse=True)
        inside: list[Span] = []  # the elements that are open, the outermost first
        edges = {edge for span in spans for edge in (span.start, span.end) if start < edge < end}
        places = sorted({start, end, *edges})
        for at, following in zip(places, [*places[1:], end], strict=True):
            yield from self._closed(inside, at)
            while waiting and waiting[-1].start <= at:
                inside.append(waiting.pop())
                yield self._opened(inside[-1])
            yield _shown(text[at:following])
        yield from self._closed(inside, max((span.end for span in inside), default=end))

    def meanings(self, used: Iterable[LabelId]) -> str:
        """Return a paragraph of what the short names of these labels mean; nothing without labels."""
        used = set(used)
        every = "".join(self._meaning(label) for key, label in self._labels.items() if key in used)
        return every and f"<p>{every}</p>"

    def _closed(self, inside: list[Span], at: int) -> Iterator[str]:
        """Close the elements of spans that end by `at`, and open those again that stood inside them and go on."""
        first = next((place for place, span in enumerate(inside) if span.end <= at), len(inside))
        ended = inside[first:]
        for span in reversed(ended):
            yield "</span>" + (self._chip(span) if span.end <= at else "")
        inside[first:] = [span for span in ended if span.end > at]
        yield from map(self._opened, inside[first:])

    def _opened(self, span: Span) -> str:
        label = self._labels[span.label]
        names = escape(" ".join(filter(None, (label.name, label.urdu_name))))
        style = f"background-color: {_tint(label.color)}; border-bottom: 2px solid {label.color}"
        return f'<span title="{names}" style="{style}">'

    def _chip(self, span: Span) -> str:
        style = f"font: bold 8pt sans-serif; color: {self._labels[span.label].color}"
        return f'<sub dir="auto" style="{style}">{escape(self._short[span.label])}</sub>'

    def _meaning(self, label: Label) -> str:
        names = " ".join(f"<bdi>{escape(name)}</bdi>" for name in (label.name, label.urdu_name) if name)
        short = f'<bdi style="font: bold 9pt sans-serif; color: {label.color}">{escape(self._short[label.id])}</bdi>'
        return f'{short} <span style="font-size: 11pt">{names}</span> &#160; '


def _shown(text: str) -> str:
    shown = escape(text)
    for end in ("\r\n", "\n", "\r", "\u2028"):
        shown = shown.replace(end, "<br>")
    return shown


def _tint(color: str) -> str:
    """Return a colour (`#rrggbb`) as it is on white under words."""
    parts = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) * _SHARE):02x}" for part in parts)
