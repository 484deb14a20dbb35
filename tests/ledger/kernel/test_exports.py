"""What an export says of itself: one form, and no more than can be right."""

from __future__ import annotations

import pytest

from entente.ledger.archive import NotProved
from entente.ledger.kernel.checkpoints import Checkpoint
from entente.ledger.kernel.encoding import Malformed
from entente.ledger.kernel.exports import About, read_about
from entente.ledger.kernel.tree import EMPTY_ROOT
from tests.ledger.ledgers import CLIENT, KEYS, LOG, ORIGIN, filled, members, proved_by
from tests.ledger.test_exports import rebuilt

ABOUT = About((5, 9), "entente-ledger/1", tuple(str(key) for key in KEYS), ORIGIN)


def about(**members: object) -> bytes:
    return bytes(About(**(vars(ABOUT) | members)))


def test_it_is_read_as_it_was_written() -> None:
    assert read_about(bytes(ABOUT)) == ABOUT
    assert ABOUT.public_keys() == KEYS


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (bytes(ABOUT) + b"\n", "not in its canonical form"),
        (about(checkpoints=(9, 5)), "listed once each, by rising size"),
        (about(checkpoints=(5, 5)), "listed once each, by rising size"),
        (about(checkpoints=tuple(range(1001))), "at most 1000 checkpoints"),
        (about(keys=(str(LOG.public),) * 101), "100 keys"),
        (about(format="entente-ledger/2"), "expected one of entente-ledger/1"),
    ],
)
def test_what_is_written_otherwise_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_about(data)


def test_it_names_the_key_of_its_log_and_each_key_once() -> None:
    twice = About((), "entente-ledger/1", (str(LOG.public),) * 2, ORIGIN)
    sides = About((), "entente-ledger/1", (str(CLIENT.public),), ORIGIN)

    for one in (twice, sides):
        with pytest.raises(Malformed, match="each key once"):
            one.public_keys()


def test_a_checkpoint_that_is_not_the_one_named_is_refused() -> None:
    ledger = filled(9)
    files = dict(members(ledger.export(earlier=[ledger.checkpoint(5)])))

    files["checkpoints/5"] = ledger.checkpoint(4)
    with pytest.raises(NotProved, match="checkpoints/5 is the checkpoint of another log or size"):
        proved_by(rebuilt(list(files.items())))
    with pytest.raises(NotProved, match="is not smaller than the last one"):
        proved_by(ledger.export(earlier=[ledger.checkpoint(9)]))


def test_a_line_of_a_checkpoint_is_one_line() -> None:
    for origin in ("", "a\nb"):
        with pytest.raises(Malformed, match="not a line of a checkpoint"):
            Checkpoint(origin, 0, EMPTY_ROOT)
    with pytest.raises(Malformed, match="from 0 to"):
        Checkpoint("log", -1, EMPTY_ROOT)
