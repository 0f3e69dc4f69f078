"""The labelling config of Label Studio: which labels its page offers, as XML. No format itself."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from models.base.entities import Label, Scope
from models.base.report import Report
from models.formats.support.safe_xml import NO_XML

_HEAD = """<View>
  <Style>.htx-text { white-space: pre-wrap; direction: rtl; }</Style>
"""


def choice_controls(labels: tuple[Label, ...]) -> dict[str, str]:
    """Article label -> the name of the control that offers it: one for each choice, one for all others."""
    groups = dict.fromkeys(label.choice for label in labels if label.scope is Scope.ARTICLE and label.choice)
    names = {choice: f"choices-{number}" for number, choice in enumerate(groups, 1)}
    return {label.name: names.get(label.choice, "choices") for label in labels if label.scope is Scope.ARTICLE}


def config(labels: tuple[Label, ...], report: Report) -> str:
    """Return the XML for these labels. Notes names with characters that XML cannot hold."""
    lines = ['  <Labels name="label" toName="text">']
    lines += [_label(label, report) for label in labels if label.scope is Scope.SPAN]
    lines += ["  </Labels>", '  <Text name="text" value="$text" granularity="symbol"/>']
    controls = choice_controls(labels)
    for control in dict.fromkeys(controls.values()):
        several = "multiple" if control == "choices" else "single"
        lines.append(f'  <Choices name="{control}" toName="text" choice="{several}">')
        lines += [f"    <Choice value={_attribute(name, report)}/>" for name, own in controls.items() if own == control]
        lines.append("  </Choices>")
    return _HEAD + "\n".join(lines) + "\n</View>\n"


def _label(label: Label, report: Report) -> str:
    key = f" hotkey={quoteattr(label.key)}" if label.key.isascii() and label.key.isalnum() else ""
    return f'    <Label value={_attribute(label.name, report)} background="{label.color}"{key}/>'


def _attribute(name: str, report: Report) -> str:
    """Return a name as the value of an attribute; tabs and the like are kept by their numbers."""
    if NO_XML.search(name):
        report.note(f"label {name}", "XML cannot hold all its characters; they are U+FFFD in the labelling config")
    return quoteattr(NO_XML.sub("\ufffd", name))
