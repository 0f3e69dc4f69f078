"""The pane of guidelines, which shows the section of the chosen label."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QColor, QFocusEvent, QPalette, QShowEvent, QTextCursor, QTextFormat
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTextBrowser, QTextEdit, QVBoxLayout, QWidget

from models.base.entities import Changes, Label
from ui.guidelines.document import GuidelinesDocument
from ui.session.session import Session
from ui.support.bidi import isolated, shown_label, shown_text
from ui.support.when import day_and_time
from ui.widgets.empty_hint import EmptyHint
from ui.widgets.parts import plain_label
from ui.widgets.whats_this import explain


class QuietBrowser(QTextBrowser):
    """Shows a GuidelinesDocument; a link emits `link_clicked` with a message and opens nothing."""

    link_clicked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = GuidelinesDocument(self)
        self.text.setDocumentMargin(12)
        self.setDocument(self.text)
        self.setOpenLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.anchorClicked.connect(self._clicked)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        return self.text.loadResource(kind, name)

    def show_markdown(self, text: str) -> None:
        """Show this Markdown, scrolled as far as before."""
        bar = self.verticalScrollBar()
        before = bar.value()
        self.text.setDefaultFont(self.font())
        self.text.show_markdown(text)
        self.setTextCursor(QTextCursor(self.text))  # it was carried to the end, and the view would follow it
        bar.setValue(before)

    def _clicked(self, address: QUrl) -> None:
        self.link_clicked.emit(f"the link leads to {isolated(address.toString())}; nothing is opened from here")


_WHAT = "The guidelines of the project, at the section of the label that is chosen. Links are not opened."


class GuidelinesPane(QWidget):
    """Shows the newest guidelines; they are read only while the pane is visible."""

    edit_asked = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._label: Label | None = None
        self._stale = True
        self.browser, self.version, self.edit = QuietBrowser(), plain_label(), QPushButton("Edi&t…")
        self.about, self.hint = plain_label(), EmptyHint(self.browser)
        self.browser.setAccessibleName("Guidelines")
        self.browser.link_clicked.connect(session.status_message)
        self.edit.setAccessibleName("Edit the guidelines")
        self.edit.clicked.connect(self.edit_asked)
        self._lay_out()
        session.project_changed.connect(self._changed)
        session.selected_changed.connect(self._selection_changed, Qt.ConnectionType.QueuedConnection)
        explain(self, _WHAT)

    def _lay_out(self) -> None:
        self.about.setContentsMargins(12, 4, 12, 8)
        self.about.hide()
        above = QHBoxLayout()
        above.setContentsMargins(12, 8, 8, 8)
        above.addWidget(self.version, 1)
        above.addWidget(self.edit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(above)
        layout.addWidget(self.about)
        layout.addWidget(self.browser, 1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.browser.setFocus(event.reason())

    def showEvent(self, event: QShowEvent) -> None:
        """Read the guidelines, if they changed while the pane was hidden."""
        super().showEvent(event)
        self._read()

    def _changed(self, changes: Changes) -> None:
        if changes.labels and self._label is not None:
            now = {label.id: label for label in (*self._session.labels, *self._session.article_choices)}
            self._label, self._stale = now.get(self._label.id), True
        self._stale = self._stale or changes.guidelines or changes.structure
        if self.isVisible():
            self._read()

    def _read(self) -> None:
        if not self._stale:
            return
        self._stale = False
        newest = self._session.project.guideline_versions()[:1]
        self.browser.show_markdown(newest[0].text if newest else "")
        if any(version.text.strip() for version in newest):
            self.hint.say("")
        else:
            self.hint.say("No guidelines yet: they say what each label is for.", "Write them…", self.edit_asked.emit)
        self.version.setText(f"Version {newest[0].version}, {day_of(newest[0].created_at)}" if newest else "")
        self._show_section()

    def _selection_changed(self) -> None:
        span = self._session.selected
        if span is not None:
            self.show_label(self._session.label_of(span))

    def show_label(self, label: Label) -> None:
        """Scroll to the section of this label and highlight it; without one, show the label's own description."""
        if label == self._label:
            return
        self._label = label
        if self.isVisible() and not self._stale:
            self._show_section()

    def _show_section(self) -> None:
        heading = self.browser.text.section(self._label.name) if self._label else None
        marks: list[QTextEdit.ExtraSelection] = []
        if heading is not None:
            mark = QTextEdit.ExtraSelection()
            tint = QColor(self.palette().color(QPalette.ColorRole.Highlight))
            tint.setAlphaF(0.25)
            mark.format.setBackground(tint)
            mark.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
            mark.cursor = QTextCursor(heading)
            marks.append(mark)
            place = self.browser.text.documentLayout().blockBoundingRect(heading)
            self.browser.verticalScrollBar().setValue(round(place.top()) - 8)
        self.browser.setExtraSelections(marks)
        description = _description_of(self._label) if self._label and heading is None else ""
        self.about.setText(description)
        self.about.setVisible(bool(description))


def _description_of(label: Label) -> str:
    """Return a label's names, description and examples, each line in its own direction."""
    lines = [shown_label(label)]
    lines += map(shown_text, label.description.splitlines())
    lines += [f"• {isolated(example)}" for example in label.examples.splitlines() if example.strip()]
    return "\n".join(lines) if len(lines) > 1 else f"{lines[0]}: the guidelines do not say anything about it yet."


def day_of(at: str) -> str:
    """Return an ISO time as local day and time; unchanged where it cannot be read."""
    return day_and_time(at) or "?"
