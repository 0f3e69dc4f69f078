"""The guidelines: the pane that follows the chosen label, and the editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.flows import Handlers

if TYPE_CHECKING:
    from ui.dialogs.guideline_editor import GuidelineEditor
    from ui.window import Window


class GuideFlow:
    """Ctrl+G."""

    def __init__(self, window: Window) -> None:
        self._window, self._session = window, window.session
        self.editor: GuidelineEditor | None = None
        window.guide.edit_asked.connect(self._edit)
        window.label_bar.pointed.connect(lambda key: window.guide.show_label(self._session.label_with(key)))

    def handlers(self) -> Handlers:
        """Gesture id -> what it does."""
        return {"guidelines": self._edit}

    def _edit(self) -> None:
        if self.editor is None:
            from ui.dialogs.guideline_editor import GuidelineEditor  # noqa: PLC0415 - made when first asked for

            self.editor = GuidelineEditor(self._session, self._window)
        self.editor.show()
        self.editor.raise_()
        self.editor.activateWindow()
        self.editor.text.setFocus()
