"""Hiding labels in the text, or showing one alone; the project does not change, nor what is exported."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from models.base.entities import Label, LabelId
from models.base.report import counted
from ui.host.flow import Flow, Handlers, Obstacles
from ui.host.host import Host
from ui.labels.bar import LabelBar
from ui.support.bidi import isolated

Choose = Callable[[Callable[[Label], object]], object]
"""Lets the person choose a label for spans, and calls what it is given with that."""


class HidingFlow(Flow):
    """Handles the actions that hide and show labels, and the menu of a label on the bar."""

    def __init__(self, host: Host, bar: LabelBar, choose: Choose) -> None:
        self._host, self._session, self._choose = host, host.session, choose
        bar.menu_asked.connect(self._show_menu)

    def handlers(self) -> Handlers:
        return {
            "hide_label": lambda: self._choose(self._toggle),
            "solo_label": lambda: self._choose(self._solo),
            "show_labels": self._show_all,
        }

    def obstacles(self) -> Obstacles:
        none = "" if self._session.labels else "the project has no labels for spans yet"
        all_shown = "" if self._session.hidden else "no label is hidden"
        return {"hide_label": none, "solo_label": none, "show_labels": all_shown}

    def _toggle(self, label: Label) -> None:
        self._session.hide_labels(self._session.hidden ^ {label.id})
        self._tell()

    def _solo(self, label: Label) -> None:
        self._session.hide_labels(each.id for each in self._session.labels if each.id != label.id)
        self._tell()

    def _show_all(self) -> None:
        self._session.hide_labels(())
        self._tell()

    def _tell(self) -> None:
        """Say which labels are hidden, as whoever counts spans must know."""
        session = self._session
        shown = [label for label in session.labels if label.id not in session.hidden]
        hidden = counted(len(session.labels) - len(shown), "label is", "labels are")
        if len(shown) == len(session.labels):
            text = "all labels are shown"
        elif len(shown) == 1:
            text = f"only {isolated(shown[0].name)} is shown in the text; the table has all"
        else:
            text = f"{hidden} hidden in the text; the table has all"
        session.status_message.emit(text)

    def _show_menu(self, key: int, place: QPoint) -> None:
        """Open the menu of a label of the bar at a place on the screen."""
        label = self._session.label_with(LabelId(key))
        menu = QMenu(self._host)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        name = isolated(label.name).replace("&", "&&")
        hidden = label.id in self._session.hidden
        menu.addAction(f"Show {name}" if hidden else f"&Hide {name} in the text", lambda: self._toggle(label))
        menu.addAction(f"Show &only {name}", lambda: self._solo(label))
        menu.addAction(self._host.actions_["show_labels"])
        menu.addSeparator()
        menu.addAction(self._host.actions_["labels"])
        menu.popup(place)
