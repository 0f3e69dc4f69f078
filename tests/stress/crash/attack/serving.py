"""The process that runs the program in forks of itself: all is imported once, and each run is a process of its own.

A line of JSON comes in (`Asked`); the number of the process goes out, and its exit code once it has ended.
"""

from __future__ import annotations

import ctypes
import faulthandler
import importlib
import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any


def serve() -> None:
    """Run what each line of stdin asks for."""
    _load()
    for line in sys.stdin:
        asked = json.loads(line)
        number = os.fork()
        if number == 0:
            _be(asked)
        print(number, flush=True)
        _, status = os.waitpid(number, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _load() -> None:
    import models.storage.tables.schema  # noqa: F401 - loaded late by the program, which would be done in each fork
    import ui.cli.group  # noqa: F401
    from models import formats

    formats.all_formats()


def _called(name: str) -> Callable[..., object]:
    """The function of a module of ours, "module:function"; by default the program with its list of arguments."""
    if not name:
        from main import main

        return lambda *arguments: main([*arguments])
    module, _, function = name.partition(":")
    found: Callable[..., object] = getattr(importlib.import_module(module), function)
    return found


def _be(asked: dict[str, Any]) -> None:
    """Be the program, once."""
    code = 1
    try:
        for number, name in ((0, os.devnull), (1, asked["out"]), (2, asked["err"])):
            os.dup2(os.open(name, os.O_RDWR | os.O_CREAT, 0o600), number)
        faulthandler.register(signal.SIGUSR1, file=2, all_threads=False)
        os.umask(asked.get("umask", 0o022))
        os.environ |= asked.get("environment", {})
        if "shim" in asked:
            ctypes.CDLL(None).shim_arm(*(each.encode() if isinstance(each, str) else each for each in asked["shim"]))
        if "look" in asked:
            from tests.stress.crash.attack import viewing

            viewing.prepare(Path(asked["look"]), label=asked.get("label", False))
        _called(asked.get("call", ""))(*asked["arguments"])
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
