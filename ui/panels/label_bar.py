"""The labels, each with its colour and key; a click labels what is selected."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QToolBar, QWidget

from ui.icons import label_icon
from ui.session import Session


class LabelBar(QToolBar):
    """One button a label; those that do not fit wait behind the arrow at its end."""

    chosen = Signal(int)
    pointed = Signal(int)  # the mouse is over a label
    first_asked = Signal()  # there is no label yet, and one is wanted

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Labels", parent)
        self._session = session
        self.setObjectName("labels")
        self.setMovable(False)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._fit()
        self.show_labels()

    def _fit(self) -> None:
        side = round(self.fontMetrics().height() * 0.86)
        self.setIconSize(QSize(side, side))

    def changeEvent(self, event: QEvent) -> None:
        """Signs as large as the text."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    def show_labels(self) -> None:
        """Read the session's labels again."""
        self.clear()
        if not self._session.labels:
            self._say_how()
        for label in self._session.labels:
            action = self.addAction(label_icon(label), f"{label.name} {label.urdu_name}".strip())
            key = f" (key {label.key})" if label.key else ""
            action.setToolTip(f"{label.name} · {label.urdu_name}{key}\n{label.description}")
            action.triggered.connect(lambda _checked=False, key=label.id: self.chosen.emit(key))
            action.hovered.connect(lambda key=label.id: self.pointed.emit(key))
            button = self.widgetForAction(action)
            button.setAccessibleName(f"Label {label.name}")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def _say_how(self) -> None:
        """An empty set explains the next step."""
        self.addWidget(QLabel(" No labels yet: "))
        action = self.addAction("Choose the first ones…")
        action.triggered.connect(lambda _checked=False: self.first_asked.emit())
        button = self.widgetForAction(action)
        button.setAccessibleName("Choose the first labels")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
