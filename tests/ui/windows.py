"""How each dialog and panel comes to be on the screen. A new one adds one line; test_accessible.py walks them all."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from types import ModuleType

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget

from models.project import Project
from models.seeds import seed_articles
from ui import dialogs, panels
from ui.dialogs.assistant import Assistant
from ui.dialogs.report import ReportDialog
from ui.dialogs.unsaved import UnsavedDialog
from ui.window import Window

FULL = "The disk that has لاہور.nishan is full; make room on it."
Shower = Callable[[Window], object]


def by(gesture: str) -> Shower:
    """By a gesture of the window; the article has the focus and a span is selected."""
    return lambda window: window.actions_[gesture].trigger()


def there(_window: Window) -> None:
    """It is in the window all the time, or after another entry of its own."""


def report(window: Window) -> None:
    from models.report import Report

    found = Report()
    found.note("لاہور.txt", "CRLF became LF")
    ReportDialog("imported 1 article", found, window).show()


def empty(window: Window) -> None:
    """No article and no label."""
    path = window.settings.folder / "خالی.nishan"
    Project.create(path).close()
    window.project_asked.emit(path)


def topics(window: Window) -> None:
    """Labels for whole articles, more than one line holds at 200 %."""
    from models.corpus import Label, Scope
    from ui.gestures import labels

    for name, urdu_name in (("politics", "سیاست"), ("sport", "کھیل"), ("health", "صحت"), ("economy", "معیشت")):
        labels.create(window.session, Label(name, urdu_name, scope=Scope.ARTICLE, choice="Topic"))


def delete_label(window: Window) -> None:
    from ui.dialogs.label_delete import DeleteLabel

    one, *others = window.session.labels
    DeleteLabel(one, 214, others, window).show()


SHOWN_BY: dict[str, Shower] = {
    "ui.dialogs.annotator": by("settings"),
    "ui.dialogs.appearance": by("settings"),
    "ui.dialogs.assistant": lambda window: Assistant(window.settings, parent=window).open(),
    "ui.dialogs.backups": by("backups"),
    "ui.dialogs.export": by("export"),
    "ui.dialogs.guideline_editor": by("guidelines"),
    "ui.dialogs.history": by("history"),
    "ui.dialogs.import_files": lambda window: window.files.ask_about(seed_articles()),
    "ui.dialogs.key_table": by("settings"),
    "ui.dialogs.label_chooser": by("choose_label"),
    "ui.dialogs.label_delete": delete_label,
    "ui.dialogs.label_editor": by("labels"),
    "ui.dialogs.label_form": by("labels"),
    "ui.dialogs.label_list": by("labels"),
    "ui.dialogs.palette": by("palette"),
    "ui.dialogs.report": report,
    "ui.dialogs.settings": by("settings"),
    "ui.dialogs.shortcuts": by("shortcuts"),
    "ui.dialogs.swatches": by("labels"),
    "ui.dialogs.unsaved": lambda window: UnsavedDialog(3, FULL, window).open(),
    "ui.panels.article_filter": there,
    "ui.panels.article_labels": topics,
    "ui.panels.article_list": there,
    "ui.panels.badge": there,
    "ui.panels.find_bar": by("find"),
    "ui.panels.guide": there,
    "ui.panels.label_bar": there,
    "ui.panels.message_bar": lambda window: window.messages.tell("what went wrong"),
    "ui.panels.next_step": empty,
    "ui.panels.note_editor": by("note"),
    "ui.panels.past": by("history"),
    "ui.panels.occurrences": by("label_all"),
    "ui.panels.recent_list": lambda window: window.close_asked.emit(),
    "ui.panels.results": by("search"),
    "ui.panels.said_line": there,
    "ui.panels.scroll_marks": there,
    "ui.panels.span_panel": there,
    "ui.panels.unsaved_bar": lambda window: window.unsaved.bar.tell(3, FULL),
    "ui.panels.span_table": there,
}
ABSTRACT = {"ui.dialogs.popup_list"}  # shown only as what is made of it


def modules() -> list[str]:
    """Every module of ui.dialogs and ui.panels that defines a widget."""
    names = [
        f"{room.__name__}.{found.name}" for room in (dialogs, panels) for found in pkgutil.iter_modules(room.__path__)
    ]
    return [name for name in names if name not in ABSTRACT and _has_widgets(importlib.import_module(name))]


def _has_widgets(module: ModuleType) -> bool:
    own = [value for value in vars(module).values() if getattr(value, "__module__", "") == module.__name__]
    return any(isinstance(value, type) and issubclass(value, QWidget) for value in own)


def shown_of(module: str) -> list[QWidget]:
    """The widgets of a module's classes that are shown, or are a page of something shown."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    found = [widget for widget in QApplication.allWidgets() if type(widget).__module__ == module]
    return [widget for widget in found if widget.window().isVisible()]
