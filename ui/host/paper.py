"""Pages out of the window: to a printer, or into a PDF file. What goes wrong is one sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog

from models.base.errors import error_text
from models.base.report import Progress
from models.formats.support.names import file_stem
from models.storage import outputs
from ui.host import pages
from ui.host.host import Host
from ui.support.bidi import shown_path
from ui.tasks.run import run
from ui.widgets.file_dialogs import ask_save_pdf

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

MakePages = Callable[[], pages.Pages]
"""Makes the pages on the thread that paints them; touches no widget."""


def save_pdf(host: Host, title: str, make: MakePages) -> None:
    """Ask for a file, and write pages into it as a PDF, off the UI thread."""
    project = host.session.project.path
    path = ask_save_pdf(host, project.parent / f"{file_stem(title, '.pdf')}.pdf")
    if path is None:
        return

    def write(progress: Progress) -> None:
        outputs.write("the PDF", path, pages.pdf(make(), progress), reads=[project])

    run(
        "Making the PDF…",
        write,
        host,
        on_success=lambda _: host.session.status_message.emit(f"saved {shown_path(path)}"),
        on_failure=host.messages.show_error,
    )


def print_pages(host: Host, title: str, make: MakePages) -> None:
    """Ask for a printer, and print pages on it; without one, ask for a file as `save_pdf` does."""
    try:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo  # noqa: PLC0415 - no part of a start
    except ImportError:  # what it needs of the system is not there
        there = False
    else:
        there = bool(QPrinterInfo.availablePrinterNames())
    if not there:
        host.session.status_message.emit("this computer has no printer: save it as a PDF")
        save_pdf(host, title, make)
        return
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    pages.set_up(printer)
    printer.setDocName(title)
    dialog = QPrintDialog(printer, host)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintToFile, on=False)  # Qt's own would look into any file
    dialog.accepted.connect(lambda: _print(host, printer, make))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    QDialog.open(dialog)  # PySide knows only the form with a slot


def _print(host: Host, printer: QPrinter, make: MakePages) -> None:
    try:
        with _busy():
            pages.paint(make(), printer, (printer.fromPage(), printer.toPage()))
    except OSError as error:
        host.messages.show_error(f"The printer does not take the pages ({error_text(error)}); try another one.")
    else:
        host.session.status_message.emit("sent to the printer")


@contextmanager
def _busy() -> Iterator[None]:
    QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        yield
    finally:
        QApplication.restoreOverrideCursor()
