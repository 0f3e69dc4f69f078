"""A damaged project, or one with tables, views or triggers of others: what is said, and what can be done with it."""

from __future__ import annotations

from pathlib import Path

from models.backups.listing import folder_for
from models.base.errors import Damaged, Foreign
from models.recovery import Recovered, recover
from models.storage.tables.foreign import listed
from ui.shell.opening import Opener
from ui.shell.window import Window
from ui.support.bidi import isolated
from ui.tasks.run import run
from ui.widgets.file_dialogs import ask_save_project
from ui.widgets.message_bar import Offer


class Rescuer:
    """Offers to look at such a project, to recover it into a new one, and its backups."""

    def __init__(self, app: Opener, root: Path, path: Path) -> None:
        """`root` is the folder of all backups."""
        self._app, self._root, self._path = app, root, path

    def meet(self, error: Damaged) -> None:
        """Say what is wrong, with a button for each way on; closing the message does nothing."""
        if isinstance(error, Foreign):
            self._app.offer(self._foreign(error), self._ways(can_be_read=error.can_be_read))
            return
        name = isolated(self._path.stem)
        said = f"{name} is not opened: it is damaged ({error.found})." if error.found else str(error)
        self._app.offer(
            f"{said} Restore a backup of it, or recover what is sound in it into a new project; the damaged file stays "
            "as it is.",
            self._ways(can_be_read=False),
        )
        self._app.offer_backups(self._path)

    def _foreign(self, error: Foreign) -> str:
        what = "not opened for writing" if error.can_be_read else "not opened"
        others = "What others put there"
        if error.may_be_damage:
            others = "That may be damage, or the work of another program, which"
        return (
            f"{isolated(self._path.stem)} is {what}: its tables are not as Nishan makes them ({error.found}). "
            f"{others} could change or hide data."
        )

    def _ways(self, *, can_be_read: bool) -> list[Offer]:
        look: Offer = "&Look at it read-only", lambda: self._app.open_read_only(self._path, changing=False)
        offers = [look] if can_be_read else []
        offers.append(("&Recover into a new project…", self.ask_where))
        if folder_for(self._root, self._path) is not None:
            offers.append(("Bac&kups…", lambda: self._app.offer_backups(self._path)))
        return offers

    def ask_where(self) -> None:
        """Ask for the new project's path, and recover into it; cancelled, the message with the ways on is back."""
        if new := self._place():
            self._recover(new)

    def leave_and_recover(self) -> None:
        """Ask for the new project's path, close the project, which is open, and recover it."""
        if new := self._place():
            self._app.close_project()
            if self._app.window is None:  # else something waits for the disk, and the person is asked
                self._recover(new)

    def _place(self) -> Path | None:
        parent, suggested = self._app.window or self._app.welcome, f"{self._path.stem} recovered.nishan"
        if parent is None:
            return None
        place = ask_save_project(parent, "Recover into a new project", self._path.with_name(suggested))
        if place is None and (bar := self._app.bar()) is not None:
            bar.bring_back()
        return place

    def _recover(self, new: Path) -> None:
        if (parent := self._app.window or self._app.welcome) is not None:
            run(
                f"Recovering {isolated(self._path.stem)}…",
                lambda progress: recover(self._path, new, progress),
                parent,
                on_success=lambda recovered: self._recovered(new, recovered),
                on_failure=lambda text: self._app.offer(text, ()),
            )

    def _recovered(self, new: Path, recovered: Recovered) -> None:
        self._app.attempt(new)
        if (bar := self._app.bar()) is None:
            return
        if recovered.is_whole:
            bar.show_note(f"Recovered {recovered}; nothing was lost.")
        else:
            bar.show_error(f"Recovered {recovered}, not all: {listed(recovered.notes)}.", "\n".join(recovered.notes))


def tell_left_out(window: Window) -> None:
    """Say once what is not in the copy that is looked at."""
    if left_out := window.session.project.left_out:
        window.messages.show_note(
            f"The project's tables are not as Nishan makes them ({listed(left_out)}); it is shown without that. "
            "File, Save a copy… makes a sound project of what you see."
        )
