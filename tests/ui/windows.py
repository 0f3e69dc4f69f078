"""How each dialog and panel comes to be on the screen. A new one adds one line; test_accessible.py walks them all."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from types import ModuleType

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget

import ui
from models.labels.templates import seed_articles
from models.project.project import Project
from ui.pending.dialog import PendingDialog
from ui.projects.new_project_dialog import NewProjectDialog
from ui.shell.window import Window
from ui.widgets.report_dialog import ReportDialog

FULL = "The disk that has لاہور.nishan is full; make room on it."
Shower = Callable[[Window], object]


def by(gesture: str) -> Shower:
    """By a gesture of the window; the article has the focus and a span is selected."""
    return lambda window: window.actions_[gesture].trigger()


def there(_window: Window) -> None:
    """It is in the window all the time, or after another entry of its own."""


def report(window: Window) -> None:
    from models.base.report import Report

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
    from models.base.entities import Label, Scope
    from ui.session import label_commands

    for name, urdu_name in (("politics", "سیاست"), ("sport", "کھیل"), ("health", "صحت"), ("economy", "معیشت")):
        label_commands.create(window.session, Label(name, urdu_name, scope=Scope.ARTICLE, choice="Topic"))


def delete_label(window: Window) -> None:
    from ui.labels.delete_dialog import DeleteLabelDialog

    one, *others = window.session.labels
    DeleteLabelDialog(one, 214, others, window).show()


SHOWN_BY: dict[str, Shower] = {
    "ui.preferences.annotator_page": by("settings"),
    "ui.preferences.appearance_page": by("settings"),
    "ui.projects.new_project_dialog": lambda window: NewProjectDialog(window.settings, parent=window).open(),
    "ui.backups.dialog": by("backups"),
    "ui.exporting.dialog": by("export"),
    "ui.overview.dialog": by("overview"),
    "ui.consistency.dialog": by("check_labels"),
    "ui.guidelines.editor": by("guidelines"),
    "ui.history.dialog": by("history"),
    "ui.importing.dialog": lambda window: window.importing.ask_about(seed_articles()),
    "ui.preferences.keys_page": by("settings"),
    "ui.labels.chooser": by("choose_label"),
    "ui.labels.delete_dialog": delete_label,
    "ui.labels.editor": by("labels"),
    "ui.labels.form": by("labels"),
    "ui.labels.list": by("labels"),
    "ui.shell.about_dialog": by("about"),
    "ui.shell.command_palette": by("palette"),
    "ui.widgets.report_dialog": report,
    "ui.preferences.dialog": by("settings"),
    "ui.shell.shortcut_sheet": by("shortcuts"),
    "ui.labels.swatches": by("labels"),
    "ui.pending.dialog": lambda window: PendingDialog(3, FULL, window).open(),
    "ui.articles.details_dialog": by("details"),
    "ui.articles.paste_dialog": by("paste_article"),
    "ui.articles.filter": there,
    "ui.articles.label_chips": topics,
    "ui.articles.pane": there,
    "ui.spans.granularity_badge": there,
    "ui.search.find_bar": by("find"),
    "ui.guidelines.pane": there,
    "ui.labels.bar": there,
    "ui.widgets.message_bar": lambda window: window.messages.show_error("what went wrong"),
    "ui.articles.empty_state": empty,
    "ui.spans.note_editor": by("note"),
    "ui.history.state_panel": by("history"),
    "ui.search.label_all_panel": by("label_all"),
    "ui.projects.recent_list": lambda window: window.close_asked.emit(),
    "ui.search.results": by("search"),
    "ui.widgets.status_message": there,
    "ui.article.overview_ruler": there,
    "ui.spans.panel": there,
    "ui.pending.bar": lambda window: window.pending.bar.show_waiting(3, FULL),
    "ui.spans.table": there,
}
IN_THE_WINDOW = {  # all others are, or lie in, a dialog of their own
    "ui.articles.filter",
    "ui.articles.label_chips",
    "ui.articles.pane",
    "ui.spans.granularity_badge",
    "ui.search.find_bar",
    "ui.guidelines.pane",
    "ui.labels.bar",
    "ui.widgets.message_bar",
    "ui.articles.empty_state",
    "ui.spans.note_editor",
    "ui.history.state_panel",
    "ui.search.label_all_panel",
    "ui.projects.recent_list",
    "ui.search.results",
    "ui.widgets.status_message",
    "ui.article.overview_ruler",
    "ui.spans.panel",
    "ui.pending.bar",
    "ui.spans.table",
}
PARTS = {  # seen as parts of those above, or walked by tests of their own
    "ui.backups.look_line",
    "ui.widgets.file_dialogs",
    "ui.article.text_view",
    "ui.article.title",
    "ui.article.view",
    "ui.articles.removal",
    "ui.articles.sort_menu",
    "ui.articles.table",
    "ui.exporting.card_part",
    "ui.exporting.format_part",
    "ui.exporting.place_part",
    "ui.exporting.scope_part",
    "ui.exporting.split_part",
    "ui.host.host",
    "ui.importing.cut_part",
    "ui.importing.labels_part",
    "ui.importing.options_part",
    "ui.importing.people_part",
    "ui.importing.preview_part",
    "ui.importing.reading_part",
    "ui.labels.first_labels_menu",
    "ui.projects.articles_page",
    "ui.projects.label_rows",
    "ui.projects.labels_page",
    "ui.projects.location_page",
    "ui.projects.page",
    "ui.projects.recent_menu",
    "ui.projects.welcome",
    "ui.search.match_panel",
    "ui.shell.starting.bare_page",
    "ui.shell.panes",
    "ui.shell.undo_bar",
    "ui.spans.side_by_side",
    "ui.shell.window",
    "ui.widgets.tables.context_view",
    "ui.widgets.empty_hint",
    "ui.widgets.fitting",
    "ui.widgets.narrow_field",
    "ui.widgets.outcome",
    "ui.widgets.parts",
    "ui.widgets.popup_list",
}


def modules() -> list[str]:
    """Every module of `ui` that defines a widget which a person sees by itself."""
    names = [found.name for found in pkgutil.walk_packages(ui.__path__, "ui.") if not found.ispkg]
    return [name for name in names if name not in PARTS and _has_widgets(importlib.import_module(name))]


def _has_widgets(module: ModuleType) -> bool:
    own = [value for value in vars(module).values() if getattr(value, "__module__", "") == module.__name__]
    return any(isinstance(value, type) and issubclass(value, QWidget) for value in own)


def shown_of(module: str) -> list[QWidget]:
    """The widgets of a module's classes that are shown, or are a page of something shown."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    found = [widget for widget in QApplication.allWidgets() if type(widget).__module__ == module]
    return [widget for widget in found if widget.window().isVisible()]
