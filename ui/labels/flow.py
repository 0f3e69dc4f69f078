"""The actions on the project's labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.host.flow import Flow, Handlers
from ui.host.host import Host
from ui.labels.bar import LabelBar
from ui.widgets.parts import bring_to_front

if TYPE_CHECKING:
    from ui.labels.editor import LabelEditor
    from ui.labels.first_labels_menu import FirstLabelsMenu


class LabelsFlow(Flow):
    """Opens the label editor and the menu of first labels."""

    def __init__(self, host: Host, bar: LabelBar) -> None:
        self._host, self._bar = host, bar
        self._first_labels: FirstLabelsMenu | None = None
        bar.first_asked.connect(self.show_first_labels)
        self.editor: LabelEditor | None = None

    def handlers(self) -> Handlers:
        return {"labels": self.show}

    def show(self) -> None:
        """Show the label editor; in a project without labels it begins one."""
        if self.editor is None:
            from ui.labels.editor import LabelEditor  # noqa: PLC0415 - made when first asked for

            self.editor = LabelEditor(self._host.session, self._host.keymap, self._host)
        bring_to_front(self.editor)

    def show_first_labels(self) -> None:
        """Open the menu of first labels under the label bar."""
        from ui.labels.first_labels_menu import FirstLabelsMenu  # noqa: PLC0415 - few projects begin without labels

        if self._first_labels is None:
            self._first_labels = FirstLabelsMenu(self._host)
        self._first_labels.popup(self._bar.mapToGlobal(self._bar.rect().bottomLeft()))
