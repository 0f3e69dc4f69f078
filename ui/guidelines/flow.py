"""The actions on the guidelines: the pane follows the chosen label, the editor opens with Ctrl+G."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.guidelines.pane import GuidelinesPane
from ui.host.flow import Flow, Handlers
from ui.host.host import Host
from ui.widgets.parts import bring_to_front

if TYPE_CHECKING:
    from ui.guidelines.editor import GuidelineEditor
    from ui.host.paper import MakePages


class GuidelinesFlow(Flow):
    """Opens the guideline editor, and shows labels in the pane."""

    def __init__(self, host: Host, pane: GuidelinesPane) -> None:
        self._host, self._session, self._pane = host, host.session, pane
        self.editor: GuidelineEditor | None = None
        pane.edit_asked.connect(self._edit)

    def handlers(self) -> Handlers:
        return {"guidelines": self._edit, "guidelines_pdf": self._save_pdf, "guidelines_print": self._print}

    def show_label(self, key: int) -> None:
        """Show the section of the label of that id."""
        self._pane.show_label(self._session.label_with(key))

    def _save_pdf(self) -> None:
        from ui.host.paper import save_pdf  # noqa: PLC0415 - no part of a start

        save_pdf(self._host, *self._pages())

    def _print(self) -> None:
        from ui.host.paper import print_pages  # noqa: PLC0415 - as above

        print_pages(self._host, *self._pages())

    def _pages(self) -> tuple[str, MakePages]:
        """Return the title of the guidelines on paper, and how their pages are made, of the newest version."""
        from ui.guidelines.pages import GuidelinePages  # noqa: PLC0415 - as above

        project = self._session.project
        versions = project.guideline_versions()[:1]
        version = f" (version {versions[0].version})" if versions else ""
        title, text = f"Guidelines of {project.path.stem}{version}", project.guidelines()
        return title, lambda: GuidelinePages(title, text)

    def _edit(self) -> None:
        if self.editor is None:
            from ui.guidelines.editor import GuidelineEditor  # noqa: PLC0415 - made when first asked for

            self.editor = GuidelineEditor(self._session, self._host)
        bring_to_front(self.editor)
        self.editor.text.setFocus()
