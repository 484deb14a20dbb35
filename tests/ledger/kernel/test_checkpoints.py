"""Checkpoints, cosignatures and proofs as texts: their one form, and what they vouch for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from entente.ledger.kernel.checkpoints import (
    Checkpoint,
    open_checkpoint,
    peek_checkpoint,
    read_checkpoint,
)
from entente.ledger.kernel.cosignatures import Cosigned, cosignature
from entente.ledger.kernel.encoding import Malformed, encoded
from entente.ledger.kernel.keys import Kind, PrivateKey
from entente.ledger.kernel.notes import NotSigned, Signature, signed
from entente.ledger.kernel.proof_texts import (
    CosignRequest,
    InclusionText,
    read_cosign_request,
    read_inclusion,
)
from entente.ledger.kernel.proofs import includes, prove_inclusion
from entente.ledger.kernel.tree import EMPTY_ROOT, leaf_hash, root_of
from tests.ledger.kernel.test_tree import LEAVES, nodes_over, vectors

LOG = PrivateKey("example.com/log", Kind.NOTE, bytes(32))
SIDE = PrivateKey("example.com/client", Kind.COSIGNATURE, bytes(32))
ROOT = root_of(LEAVES)
HEAD = Checkpoint("example.com/log", 70, ROOT)
NOW = 1_790_000_000


def test_the_published_checkpoint_is_read_and_written_back(shared: Path) -> None:
    (case,) = vectors(shared, "checkpoint_body.json")["valid"]

    read = read_checkpoint(case["text"])

    assert (read.size, encoded(read.root)) == (case["size"], case["root_b64"])
    assert read.text == case["text"]
    assert read.root == leaf_hash(b"hello world")


def test_what_is_published_as_no_checkpoint_is_refused(shared: Path) -> None:
    other_log, *malformed = vectors(shared, "checkpoint_body.json")["invalid"]

    for text in malformed:
        with pytest.raises(Malformed):
            read_checkpoint(text)
    assert read_checkpoint(other_log).origin != "go.sum database tree"  # well-formed, of another


def test_the_published_example_of_the_format_is_read(shared: Path) -> None:
    told = vectors(shared, "checkpoint_body.json")["c2sp_format_examples"]["checkpoint"]

    assert peek_checkpoint(told.encode()).size == 20852163
    with pytest.raises(NotSigned, match="no known key"):
        open_checkpoint(told.encode(), [LOG.public])


SIZE_0 = encoded(EMPTY_ROOT)


@pytest.mark.parametrize(
    "text",
    [
        f"log\n07\n{SIZE_0}\n",
        f"log\n+7\n{SIZE_0}\n",
        f"log\n-7\n{SIZE_0}\n",
        f"log\n 7\n{SIZE_0}\n",
        f"log\n7_0\n{SIZE_0}\n",
        f"log\n٧\n{SIZE_0}\n",
        f"log\n{2**63}\n{SIZE_0}\n",
        f"\n7\n{SIZE_0}\n",
        "log\n7\n",
        f"log\n7\n{SIZE_0}",
        f"log\n7\n{SIZE_0}\n\n",
        f"log\n7\n{SIZE_0}\n\nmore\n",
        f"log\n7\n{SIZE_0}=\n",
        f"log\n7\n{SIZE_0[:-2]}V=\n",
        f"log\n7\n{SIZE_0[:-4]}\n",
        f"log\r\n7\n{SIZE_0}\n",
        f"log\n7\n{SIZE_0}\n\tmore\n",
        f"log\n0\n{encoded(ROOT)}\n",
    ],
)
def test_a_checkpoint_has_one_form(text: str) -> None:
    with pytest.raises(Malformed):
        read_checkpoint(text)


def test_a_checkpoint_may_say_more_in_lines_of_its_own() -> None:
    more = replace(HEAD, extensions=("one", "two"))

    assert read_checkpoint(more.text) == more
    assert more.head == HEAD.head
    assert str(more) == f"example.com/log, 70 entries, root {encoded(ROOT)}"


def test_a_cosignature_says_who_saw_it_and_when() -> None:
    note = signed(HEAD.text, LOG).with_signature(cosignature(HEAD.text, SIDE, NOW))

    found = open_checkpoint(bytes(note), [LOG.public, SIDE.public])

    assert found.checkpoint == HEAD
    assert found.signed_by == (LOG.public,)
    assert found.cosigned_by == (Cosigned(SIDE.public, NOW),)
    assert open_checkpoint(bytes(note), [LOG.public]).unknown == (SIDE.name,)


def test_a_cosignature_signs_the_lines_that_the_standard_names() -> None:
    line = cosignature("log\n0\nx\n", SIDE, 7)

    assert SIDE.public.verifies(line.data[8:], b"cosignature/v1\ntime 7\nlog\n0\nx\n")
    assert line.data[:8] == (7).to_bytes(8, "big")


@pytest.mark.parametrize("change", ["time", "late", "short", "long"])
def test_a_cosignature_over_anything_else_is_refused(change: str) -> None:
    line = cosignature(HEAD.text, SIDE, NOW)
    data = {
        "time": (NOW + 1).to_bytes(8, "big") + line.data[8:],
        "late": (2**63).to_bytes(8, "big") + line.data[8:],
        "short": line.data[:-1],
        "long": line.data + b"\0",
    }[change]
    note = signed(HEAD.text, LOG).with_signature(Signature(SIDE.name, SIDE.public.id, data))

    with pytest.raises(NotSigned, match=r"the cosignature of example\.com/client"):
        open_checkpoint(bytes(note), [LOG.public, SIDE.public])


def test_a_key_makes_only_its_kind_of_signature() -> None:
    with pytest.raises(ValueError, match="is a key of notes"):
        cosignature(HEAD.text, LOG, NOW)
    with pytest.raises(ValueError, match="not a POSIX time"):
        cosignature(HEAD.text, SIDE, -1)


def test_a_proof_file_is_read_as_it_was_written_and_proves_its_entry() -> None:
    note = bytes(signed(HEAD.text, LOG))
    proof = prove_inclusion(nodes_over(LEAVES), 33, 70)
    for extra in (None, b"", b"more"):
        made = InclusionText(33, proof, note, extra)
        assert read_inclusion(bytes(made)) == made

    read = read_inclusion(bytes(InclusionText(33, proof, note)))
    head = open_checkpoint(read.checkpoint, [LOG.public]).checkpoint

    assert includes(head.root, head.size, read.index, LEAVES[33], read.proof)


def test_a_request_to_cosign_is_read_as_it_was_written() -> None:
    made = CosignRequest(0, (), bytes(signed(HEAD.text, LOG)))

    assert read_cosign_request(bytes(made)) == made
    assert bytes(made).startswith(b"old 0\n\nexample.com/log\n70\n")


HASH = encoded(ROOT)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "c2sp.org/tlog-proof@v1\nindex 7\n",
        "c2sp.org/tlog-proof@v2\nindex 7\n\nx",
        "c2sp.org/tlog-proof@v1\n\nx",
        "c2sp.org/tlog-proof@v1\nindex 07\n\nx",
        "c2sp.org/tlog-proof@v1\nindex  7\n\nx",
        "c2sp.org/tlog-proof@v1\nindex 7\nextra eA==\n\nx",
        "c2sp.org/tlog-proof@v1\nextra eB==\nindex 7\n\nx",
        "c2sp.org/tlog-proof@v1\r\nindex 7\n\nx",
        f"c2sp.org/tlog-proof@v1\nindex 7\n{HASH}=\n\nx",
        "c2sp.org/tlog-proof@v1\nindex 7\neA==\n\nx",
        "c2sp.org/tlog-proof@v1\nindex 7\n" + f"{HASH}\n" * 65 + "\nx",
        "c2sp.org/tlog-proof@v1\nindex 7\n\n" + "x" * 300_000,
    ],
)
def test_a_proof_file_has_one_form(text: str) -> None:
    with pytest.raises(Malformed):
        read_inclusion(text.encode())
