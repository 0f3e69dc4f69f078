"""The labels of the project: their editor, a window of its own that stays beside the work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.flows import Handlers

if TYPE_CHECKING:
    from ui.dialogs.label_editor import LabelEditor
    from ui.window import Window


class LabelsFlow:
    """Opens the label editor."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self.editor: LabelEditor | None = None

    def handlers(self) -> Handlers:
        """Gesture id -> what it does."""
        return {"labels": self.show}

    def show(self) -> None:
        """Show the editor; in a project without labels it begins one."""
        if self.editor is None:
            from ui.dialogs.label_editor import LabelEditor  # noqa: PLC0415 - made when first asked for

            self.editor = LabelEditor(self._window.session, self._window.keymap, self._window)
        self.editor.show()
        self.editor.raise_()
        self.editor.activateWindow()
