"""Walks the program over AT-SPI, as a screen reader does, and prints what it found as JSON.

It is run by a Python that has `gi`, which is the system's, within a session bus of its own: test_atspi_walk.py does.
"""

from __future__ import annotations

import importlib
import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

_gi = importlib.import_module("gi")
_gi.require_version("Atspi", "2.0")
Atspi: Any = importlib.import_module("gi.repository.Atspi")
GLib: Any = importlib.import_module("gi.repository.GLib")

_MOST = 60  # children that are looked at
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
heard: list[str] = []


def nodes(found: Any) -> Iterator[Any]:
    yield found
    for number in range(min(found.get_child_count(), _MOST)):
        if (child := found.get_child_at_index(number)) is not None:
            yield from nodes(child)


def wait(seconds: float) -> None:
    """Let events come in."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        while GLib.MainContext.default().iteration(False):
            pass
        time.sleep(0.02)


def until(found: Callable[[], Any], what: str) -> Any:
    for _ in range(150):
        if (it := found()) is not None:
            return it
        wait(0.2)
    sys.exit(f"no {what}")


def program() -> Any:
    desktop = Atspi.get_desktop(0)
    apps = [desktop.get_child_at_index(number) for number in range(desktop.get_child_count())]
    return next((each for each in apps if each is not None and each.get_child_count()), None)


def named(root: Any, name: str, role: str = "") -> Any:
    for each in nodes(root):
        if each.get_name() == name and role in ("", each.get_role_name()):
            return each
    return None


def has(found: Any, *states: Any) -> bool:
    there = found.get_state_set()
    return all(there.contains(state) for state in states)


def listen() -> Any:
    """Keep what is announced."""
    listener = Atspi.EventListener.new(lambda event: heard.append(str(event.any_data)))
    listener.register("object:announcement")
    return listener


def article(root: Any, words: str) -> dict[str, Any]:
    """Read the article, try to change it, label `words` in it by the button of a label, and go through them."""
    found = until(lambda: named(root, "Article", "text"), "article")
    wait(1)
    text = Atspi.Text.get_text(found, 0, -1)
    start = text.index(words)
    told: dict[str, Any] = {
        "interfaces": found.get_interfaces(),
        "read only": has(found, Atspi.StateType.READ_ONLY) and not has(found, Atspi.StateType.EDITABLE),
        "text": text,
        "count": Atspi.Text.get_character_count(found),
        "defaults": Atspi.Text.get_default_attributes(found),
    }
    told["refused"] = not Atspi.EditableText.insert_text(found, 0, "XX", 2)
    Atspi.Text.add_selection(found, start, start + len(words))
    selection = Atspi.Text.get_selection(found, 0)
    told["selection"] = [selection.start_offset, selection.end_offset]
    Atspi.Action.do_action(named(root, "Label LOCATION"), 0)
    wait(1)
    told["run"] = list(Atspi.Text.get_attribute_run(found, start + 1, False))
    for at in (0, start, start + len(words)):
        Atspi.Text.set_caret_offset(found, at)
        wait(0.4)
    told["caret"] = Atspi.Text.get_caret_offset(found)
    told["text after"] = Atspi.Text.get_text(found, 0, -1)
    return told


def tree(root: Any) -> dict[str, Any]:
    """Return what is wrong in the tree: nodes that can have the focus without a name, names with signs of direction."""
    every = list(nodes(root))
    shown = [each for each in every if has(each, Atspi.StateType.SHOWING)]
    focusable = [each for each in shown if has(each, Atspi.StateType.FOCUSABLE)]
    boxes = [each for each in shown if each.get_role_name() == "combo box"]
    editable = [
        each for each in every if has(each, Atspi.StateType.READ_ONLY) and "EditableText" in each.get_interfaces()
    ]
    return {
        "nodes": len(every),
        "nameless": [each.get_role_name() for each in focusable if not each.get_name()],
        "turning": [each.get_name() for each in every if _TURNING.search(each.get_name() + each.get_description())],
        "boxes": {each.get_name(): Atspi.Selection.get_selected_child(each, 0).get_name() for each in boxes},
        "editable": [each.get_name() for each in editable],
    }


def keys(root: Any) -> list[str]:
    """Open the sheet of keys from the menu; return what its rows are called."""
    Atspi.Action.do_action(named(root, "Keys and mouse", "menu item"), 0)
    sheet = until(lambda: named(root, "Keys and mouse", "dialog"), "sheet of keys")
    return [each.get_name() for each in nodes(sheet) if ": " in each.get_name()]


def main(words: str) -> None:
    Atspi.init()
    root = until(program, "program")
    listener = listen()
    told = {"article": article(root, words), "tree": tree(root), "keys": keys(root), "heard": heard}
    listener.deregister("object:announcement")
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1])
