"""The menu of the layers of other annotators, which are shown in outline."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from models.base.entities import Span
from ui.host.flow import Flow, Handlers
from ui.host.host import Host
from ui.layers.others import OtherLayers
from ui.support.bidi import isolated, named
from ui.support.tips import tip


class LayerFlow(Flow):
    """Fills the menu View > Layers of others, and remembers what is shown in each project."""

    def __init__(self, host: Host) -> None:
        self._host, self._session = host, host.session
        self.others = OtherLayers(host.session, host)
        self.others.changed.connect(self._show)
        self.menu = QMenu("Layers of others", host)
        self.menu.setToolTipsVisible(True)
        self.menu.setStyleSheet("QMenu { menu-scrollable: 1; }")  # thousands in columns would leave the screen
        self.menu.aboutToShow.connect(self._fill)
        host.article_view.foreign_clicked.connect(self._clicked)

    def handlers(self) -> Handlers:
        return {"others": self._pop_up}

    def restore(self) -> None:
        """Show the layers that were shown in this project."""
        if shown := self._host.settings.layers(self._project):
            self.others.show(shown)

    @property
    def _project(self) -> str:
        return str(self._session.project.value("SELECT value FROM meta WHERE key = 'uid'"))

    def _show(self) -> None:
        self._host.article_view.set_other_layers([(whose.name, span) for whose, span in self.others.spans])

    def _fill(self) -> None:
        """Fill the menu with everybody who has a layer now."""
        self.menu.clear()
        found = self.others.annotators()
        for number, whose in enumerate(found, 1):
            name = isolated(whose.name).replace("&", "&&")
            action = self.menu.addAction(f"&{number}  {name}" if number < 10 else name)
            action.setToolTip(tip(f"Show the layer of {isolated(whose.name)}"))  # not its text, which may be HTML
            action.setMenuRole(QAction.MenuRole.NoRole)  # whatever they are called
            action.setCheckable(True)
            action.setChecked(whose.uid in self.others.shown)
            action.toggled.connect(lambda on, uid=whose.uid: self._toggle(uid, on))
        if not found:
            self.menu.addAction("Nobody else has a layer here").setEnabled(False)

    def _toggle(self, uid: str, on: bool) -> None:
        shown = self.others.shown | {uid} if on else self.others.shown - {uid}
        self._host.settings.set_layers(self._project, shown)
        self.others.show(shown)
        names = ", ".join(isolated(each.name) for each in self.others.annotators() if each.uid in shown)
        self._session.status_message.emit(f"layers of others shown: {names or 'none'}")

    def _pop_up(self) -> None:
        """Open the menu in the middle of the window, for the command palette."""
        self.menu.popup(self._host.mapToGlobal(self._host.rect().center()))

    def _clicked(self, drawn: Span) -> None:
        whose = next((whose for whose, span in self.others.spans if span.uid == drawn.uid), None)
        if whose is not None and self._session.article is not None:
            words = " ".join(self._session.article.text[drawn.start : drawn.end].split())
            label = self._session.label_of(drawn).name
            self._session.status_message.emit(f"{isolated(whose.name)} has labelled {isolated(words)} {named(label)}")
