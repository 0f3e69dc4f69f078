"""`--layer` of the command import: which layer and feature says the labels."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from ui.cli import data

TEXT = (
    "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Person|kind\n#T_SP=webanno.custom.Mood|value\n\n\n#Text=زینب نے\n"
    "1-1\t0-4\tزینب\treal\t_\t\n1-2\t5-7\tنے\t_\tsad\t\n"
)


def run(*arguments: object) -> Result:
    commands = click.Group("nishan", commands=list(data.COMMANDS))
    return CliRunner().invoke(commands, [str(each) for each in arguments])


@pytest.mark.parametrize(
    ("options", "labels", "said"),
    [
        ((), ["real"], "(--layer Mood reads it)"),
        (("--layer", "Mood"), ["sad"], "(--layer Person reads it)"),
        (("--layer", "Person.kind", "--layer", "Mood.value"), ["real", "sad"], "and webanno.custom.Mood.value"),
        (("--column", "layer=Mood"), ["sad"], "(--layer Person reads it)"),
        (("--layer", "Persn"), [], "there is no layer Persn; the layers are: webanno.custom.Person.kind"),
    ],
)
def test_layer_is_chosen(tmp_path: Path, options: tuple[str, ...], labels: list[str], said: str) -> None:
    (tmp_path / "a.tsv").write_text(TEXT, encoding="utf-8")
    project, out = tmp_path / "p.nishan", tmp_path / "o.jsonl"
    assert run("new", project).exit_code == 0
    done = run("import", project, tmp_path / "a.tsv", *options)
    assert done.exit_code == 0
    assert said in done.output
    assert "read as \n" not in done.output
    assert run("export", project, out, "--format", "jsonl").exit_code == 0
    row = json.loads(out.read_text(encoding="utf-8").split("\n")[0])
    assert [span["label"] for layer in row["layers"] for span in layer["spans"]] == labels
