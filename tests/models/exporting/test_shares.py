"""Shares as they are written, and the names that splits may have."""

from __future__ import annotations

import pytest

from models.base.errors import UserError
from models.exporting.shares import check_names, read_shares


@pytest.mark.parametrize(
    ("given_", "says"),
    [
        ("", "write shares as train=0.8"),
        ("train", "write shares as"),
        ("train=x", "write shares as"),
        ("../up=1", "write shares as"),
        ("train=0.5,dev=0.4", "add up to 0.9"),
        ("train=1,dev=0", "add up to 1; they must be above 0"),
        ("train=0.5,train=0.5", "two splits have one name"),
        ("train=0.5,Train=0.5", "train and Train: two splits have one name"),
        ("all=1", "that means all splits together"),
        ("README=1", "the card has it"),
        ("nul=1", "Windows keeps it"),
        (f"{'t' * 61}=1", "it has 61 letters"),
        ("train=-1,dev=2", "write shares as"),
        ("train=1e3", "write shares as"),
    ],
)
def test_shares_that_make_no_split_are_refused(given_: str, says: str) -> None:
    with pytest.raises(UserError, match=says):
        read_shares(given_)


def test_dev_is_called_what_one_says() -> None:
    assert read_shares("train=0.8,dev=0.1,test=0.1", "validation") == (
        ("train", 0.8),
        ("validation", 0.1),
        ("test", 0.1),
    )


@pytest.mark.parametrize(
    ("shares", "name", "says"),
    [
        ("train=0.5,dev=0.5", "../up", "a split cannot be called that; write a letter of English first"),
        ("train=0.5,dev=0.5", "a/b", "a split cannot be called that"),
        ("train=0.5,dev=0.5", "a\\b", "a split cannot be called that"),
        ("train=0.5,dev=0.5", "train", "train: two splits have one name"),
        ("train=0.5,dev=0.5", "TRAIN", "two splits have one name"),
        ("train=0.5,test=0.5", "validation", "no split is called dev, to be named validation"),
    ],
)
def test_names_that_dev_cannot_have_are_refused(shares: str, name: str, says: str) -> None:
    with pytest.raises(UserError, match=says):
        read_shares(shares, name)


@pytest.mark.parametrize("name", ["license", "License", "package", "changelog", "dataset_info", "requirements"])
def test_no_split_is_called_what_an_import_of_its_folder_passes_over(name: str) -> None:
    with pytest.raises(UserError, match="taken for no data"):
        read_shares(f"train=0.5,{name}=0.5")


def test_names_of_a_plan_are_checked_too() -> None:
    check_names(["train", "validation"])
    with pytest.raises(UserError, match="cannot be called that"):
        check_names(["train", ""])
