"""The label bar: a button a label, with its colour and key; a click labels what is selected."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QLabel, QStyle, QToolBar, QToolButton, QWidget

from models.base.entities import LabelId
from ui.labels.bar_texts import BarTexts
from ui.session.session import Session
from ui.support.bidi import isolated, named, shown_label
from ui.support.label_icons import label_icon
from ui.support.tips import tip
from ui.widgets.whats_this import explain

_Metric = QStyle.PixelMetric
_MOST = 300  # labels with a button; each takes half a millisecond of every start


_WHAT = (
    "The labels with their keys. A click or the key labels what is selected or tinted; a right click hides a "
    "label in the text, or shows it alone."
)


class LabelBar(QToolBar):
    """Shows one button a label, with a shorter name where there is little room.

    Those that do not fit even so are in the menu of the arrow at its end.
    """

    chosen = Signal(int)
    pointed = Signal(int)  # the mouse is over a label
    menu_asked = Signal(int, QPoint)  # a label, and where on the screen
    first_asked = Signal()  # there is no label yet, and one is wanted

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Labels", parent)
        self._session = session
        self._actions: dict[LabelId, QAction] = {}
        self._showing = False  # which label the selected span has, by checking it
        self._texts: BarTexts | None = None  # measured when they are first needed
        self.setObjectName("labels")
        self.setMovable(False)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._fit()
        self.show_labels()
        session.hidden_changed.connect(self.show_hidden)
        session.selected_changed.connect(self.show_selected, Qt.ConnectionType.QueuedConnection)
        # Qt's own arrow at the end of a bar that is too short; without this, only a mouse reaches it.
        arrow = self.findChild(QToolButton, "qt_toolbar_ext_button")
        if arrow is not None:
            arrow.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        explain(self, _WHAT)

    def _fit(self) -> None:
        self.setIconSize(QSize(1, 1) * round(self.fontMetrics().height() * 0.86))
        self._texts = None

    def sizeHint(self) -> QSize:
        """Ask for the room of whole names, whatever is shown now: the window gives as much of it as it has."""
        hint = super().sizeHint()
        texts = self._measured()
        return QSize(texts.longest + self._ends, hint.height()) if texts else hint

    @property
    def _ends(self) -> int:
        """The pixels of the bar beside its buttons."""
        return 4 * self._style_metric(_Metric.PM_ToolBarItemMargin)

    def _style_metric(self, metric: QStyle.PixelMetric) -> int:
        return self.style().pixelMetric(metric, None, self)

    def _measured(self) -> BarTexts | None:
        labels = self._session.labels[:_MOST]
        if self._texts is None and self._actions:
            action = self._actions[labels[0].id]
            button, metrics = self.widgetForAction(action), self.fontMetrics()
            around = button.sizeHint().width() - metrics.horizontalAdvance(action.iconText())
            self._texts = BarTexts(labels, metrics, around + self._style_metric(_Metric.PM_ToolBarItemSpacing))
        return self._texts

    def _fit_names(self) -> None:
        """Give the buttons the longest names that all of them have room for."""
        if texts := self._measured():
            for action, text in zip(self._actions.values(), texts.fitting(self.width() - self._ends), strict=True):
                if action.iconText() != text.replace("&", "&&"):
                    action.setIconText(text.replace("&", "&&"))  # one made of the whole text loses its "…"

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit_names()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()
            self._fit_names()
            self.updateGeometry()

    def show_labels(self) -> None:
        self.clear()
        if not self._session.labels:
            self._add_hint()
        self._actions = {}
        labels = self._session.labels
        for label in labels[:_MOST]:
            action = self.addAction(label_icon(label), shown_label(label).replace("&", "&&"))
            self._actions[label.id] = action
            key = f" (key {named(label.key)})" if label.key else ""
            action.setToolTip(tip(f"{shown_label(label, ' · ')}{key}\n{isolated(label.description)}"))
            action.setCheckable(True)
            # Not `triggered`: what a screen reader activates is toggled.
            action.toggled.connect(lambda _checked, key=label.id: self._choose(key))
            action.hovered.connect(lambda key=label.id: self.pointed.emit(key))
            button = self.widgetForAction(action)
            button.setAccessibleName(f"Label {named(label.name)}")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._give_menu(button, label.id)
        if (more := len(labels) - _MOST) > 0:
            self.addWidget(QLabel(f" and {more:,} more: Space finds them by name "))
        self._texts = None
        self._fit_names()
        self.show_selected()
        self.show_hidden()

    def _give_menu(self, button: QWidget, label: LabelId) -> None:
        button.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        button.customContextMenuRequested.connect(
            lambda place: self.menu_asked.emit(label, button.mapToGlobal(place)),
        )

    def show_hidden(self) -> None:
        """Strike out the labels that are hidden in the text, and say so to who cannot see it."""
        for label, action in self._actions.items():
            hidden, button = label in self._session.hidden, self.widgetForAction(action)
            font = button.font()
            if font.strikeOut() != hidden:
                font.setStrikeOut(hidden)
                button.setFont(font)
                button.setAccessibleDescription("hidden in the text" if hidden else "")

    def _choose(self, label: LabelId) -> None:
        if not self._showing:
            self.chosen.emit(label)
            self.show_selected()  # what Qt has checked by itself may not be so

    def show_selected(self) -> None:
        selected = self._session.selected
        self._showing = True
        for label, action in self._actions.items():
            action.setChecked(selected is not None and selected.label == label)
        self._showing = False

    def _add_hint(self) -> None:
        """Add a hint and a button for the first labels, where the project has none."""
        self.addWidget(QLabel(" No labels yet: "))
        action = self.addAction("Choose the first ones…")
        action.triggered.connect(lambda _checked=False: self.first_asked.emit())
        button = self.widgetForAction(action)
        button.setAccessibleName("Choose the first labels")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
