"""The labels of the project: their editor, a window of its own that stays beside the work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.host.flow import Handlers
from ui.widgets.parts import bring_to_front

if TYPE_CHECKING:
    from ui.host.host import Host
    from ui.labels.bar import LabelBar
    from ui.labels.editor import LabelEditor
    from ui.labels.first_labels_menu import FirstLabelsMenu


class LabelsFlow:
    """Opens the label editor, and the ways to the first labels."""

    def __init__(self, host: Host, bar: LabelBar) -> None:
        self._host, self._bar = host, bar
        self._first_labels: FirstLabelsMenu | None = None
        bar.first_asked.connect(self.show_first_labels)
        self.editor: LabelEditor | None = None

    def handlers(self) -> Handlers:
        """Return what each action does, by its id."""
        return {"labels": self.show}

    def show(self) -> None:
        """Show the editor; in a project without labels it begins one."""
        if self.editor is None:
            from ui.labels.editor import LabelEditor  # noqa: PLC0415 - made when first asked for

            self.editor = LabelEditor(self._host.session, self._host.keymap, self._host)
        bring_to_front(self.editor)

    def show_first_labels(self) -> None:
        """Show the ways to the first labels under the bar, which has none to show."""
        from ui.labels.first_labels_menu import FirstLabelsMenu  # noqa: PLC0415 - few projects begin without labels

        if self._first_labels is None:
            self._first_labels = FirstLabelsMenu(self._host)
        self._first_labels.popup(self._bar.mapToGlobal(self._bar.rect().bottomLeft()))
