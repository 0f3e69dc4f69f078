"""Makes the pictures of the README from the program itself: `uv run python -m docs.screenshots`.

Needs a display, as the program does (on a server: `xvfb-run uv run python -m docs.screenshots`).
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QRadioButton, QTreeView, QWidget

from models.base.entities import Status
from models.importing.run import import_files
from models.labels.templates import read_guidelines, seed_articles, seed_labels
from models.project.project import Project
from tests.sample import entities
from ui.session import article_commands, span_commands
from ui.session.session import Session
from ui.shell.window import Window
from ui.support import fonts
from ui.support.settings import Settings
from ui.widgets.popup_list import PopupList

FOLDER = Path(__file__).parent
SIZE = (1240, 800)
_MORE = {
    "لاہور میں بارش": "لاہور میں بارش سے کئی سڑکیں بند ہو گئیں۔ پاکستان میں مزید بارش کی پیش گوئی ہے۔",
    "کراچی میں کتاب میلہ": "کراچی میں کتاب میلہ شروع ہو گیا ہے۔ افغانستان اور پاکستان کے ادیب شریک ہیں۔",
    "وزیر خارجہ کا دورہ": "وزیر خارجہ آج اسلام آباد سے واشنگٹن روانہ ہوں گے۔ پاکستان واپسی جمعے کو ہو گی۔",
}
Scene = Callable[[Window], None]


def wait(milliseconds: int = 500) -> None:
    """Let everything be painted that waits to be."""
    QTest.qWait(milliseconds)


def picture(window: QWidget) -> QPixmap:
    """The dialog that is open, else the window."""
    dialogs = [other for other in QApplication.topLevelWidgets() if isinstance(other, QDialog) and other.isVisible()]
    return (dialogs[0] if dialogs else window).grab()


def make(folder: Path) -> Window:
    """The sample article and three short ones, in a window."""
    for title, text in _MORE.items():
        (folder / f"{title}.txt").write_text(f"{title}\n{text}\n", encoding="utf-8")
    project = Project.create(folder / "پہلا منصوبہ.nishan", seed_labels(), read_guidelines())
    import_files(project, [*seed_articles(), *sorted(folder.glob("*.txt"))])
    window = Window(Session(project, "sana"), Settings(folder / "settings"))
    window.settings.theme = "light"
    window.appearance.show_theme()
    window.resize(*SIZE)
    window.show()
    wait()
    return window


def label(window: Window, wanted: Callable[[str], bool]) -> None:
    """Label the entities of the sample whose words are wanted."""
    assert window.session.article is not None
    text = window.session.article.text
    by_name = {label.name: label for label in window.session.labels}
    for start, end, name in entities(text):
        if wanted(text[start:end]) and not any((s.start, s.end) == (start, end) for s in window.session.spans):
            span_commands.label(window.session, start, end, by_name[name])
    window.session.select(None)
    window.article_view.select(0, 0)
    wait()


def suggestions(window: Window) -> None:
    """Three strings labelled once: their further places are dashed."""
    assert window.session.article is not None
    text = window.session.article.text
    label(window, lambda words: words in ("تھامس ویسٹ", "افغانستان", "7 دسمبر 2023") and text.find(words) >= 0)
    for span in window.session.spans:
        if text.find(text[span.start : span.end]) != span.start:
            span_commands.remove(window.session, span)
    wait()
    window.actions_["next_candidate"].trigger()


def everything(window: Window) -> None:
    """The whole article labelled, one span chosen."""
    label(window, lambda _words: True)
    third = window.session.spans[2]
    span_commands.set_note(window.session, third, "پورا نام نہیں لکھا")
    window.session.select(window.session.spans[2])


def chooser(window: Window) -> None:
    """Any label by a few letters."""
    window.article_view.setFocus()
    window.actions_["choose_label"].trigger()


def all_places(window: Window) -> None:
    """Every place of one string."""
    for popup in window.findChildren(PopupList):
        QTest.keyClick(popup.field, Qt.Key.Key_Escape)
    word = next(s for s in window.session.spans if window.article_view.text[s.start : s.end] == "پاکستان")
    window.session.select(word)
    window.actions_["label_all"].trigger()
    whole = next(button for button in window.findChildren(QRadioButton) if "whole" in button.text())
    whole.click()


def labels(window: Window) -> None:
    """The label editor."""
    window.hide_below()
    window.actions_["labels"].trigger()


def search(window: Window) -> None:
    """Every place of some words in all articles."""
    close_dialogs()
    window.actions_["search"].trigger()
    field = next(field for field in window.findChildren(QLineEdit) if field.placeholderText().startswith("Search"))
    field.insert("وزير خارجه")  # with the Arabic letters, as many sites type them


def history(window: Window) -> None:
    """Who did what, and the article as it was before the last gestures."""
    window.hide_below()
    first = next(span for span in window.session.spans if window.article_view.text[span.start : span.end] == "پاکستان")
    span_commands.remove(window.session, first)
    window.actions_["history"].trigger()
    wait()
    view = next(view for view in window.findChildren(QTreeView) if view.isVisible())
    view.setCurrentIndex(view.model().index(3, 0))
    wait()


def close_dialogs() -> None:
    """Close what is open."""
    for other in QApplication.topLevelWidgets():
        if isinstance(other, QDialog):
            other.close()


def done(window: Window) -> None:
    """Two articles done, in the dark."""
    close_dialogs()
    window.session.undo()  # what the picture before took away
    window.hide_below()
    article_commands.set_status(window.session, Status.DONE)
    window.settings.theme = "dark"
    window.appearance.show_theme()
    window.session.select(None)


SCENES: dict[str, Scene] = {
    "suggestions": suggestions,
    "window": everything,
    "chooser": chooser,
    "places": all_places,
    "labels": labels,
    "search": search,
    "history": history,
    "window-dark": done,
}


def main() -> int:
    """Make every picture; the exit code."""
    app = QApplication(sys.argv[:1])
    fonts.load_fonts()
    fonts.use_naskh(app)
    with tempfile.TemporaryDirectory() as name:
        window = make(Path(name))
        for scene, show in SCENES.items():
            show(window)
            wait()
            picture(window).save(str(FOLDER / f"{scene}.png"))
        window.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
