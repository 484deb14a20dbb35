"""The commands of a side on its own machine: make a key, cosign, verify."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from entente.cli import app, register_offline
from entente.ledger.kernel.checkpoints import open_checkpoint
from entente.ledger.kernel.keys import read_public_key
from entente.ledger.kernel.proof_texts import CosignRequest
from entente.ledger.kernel.proofs import prove_consistency
from entente.ledger.kernel.tree import leaf_hash, root_of
from tests.ledger.ledgers import CLIENT, LOG, ORIGIN, PROVIDER, Ledger, filled
from tests.ledger.test_exports import forked

register_offline()
LOG_KEY = ["--log-key", str(LOG.public)]


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "quay.key"
    assert run("key", "new", path, "quay.example/own").exit_code == 0
    return path


def kept(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def request(ledger: Ledger, old: int, new: int) -> bytes:
    leaves = [leaf_hash(one) for one in ledger.entries]

    def nodes(level: int, index: int) -> bytes:
        return root_of(leaves[index << level : (index + 1) << level])

    proof = prove_consistency(nodes, old, new)
    return bytes(CosignRequest(old, proof, ledger.checkpoint(new)))


def test_a_new_key_is_kept_from_others_and_never_written_over(key: Path) -> None:
    told = run("key", "show", key)

    assert told.stdout.startswith("quay.example/own+")
    assert read_public_key(told.stdout.strip()).name == "quay.example/own"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    again = run("key", "new", key, "other")
    assert again.exit_code == 2
    assert "never written over" in again.stderr


def test_what_is_no_key_is_refused_and_not_shown(tmp_path: Path, key: Path) -> None:
    broken = kept(tmp_path, "broken.key", key.read_bytes()[:-3])

    told = run("key", "show", broken)

    assert told.exit_code == 2
    assert key.read_text().split("+")[-1][:20] not in told.output
    assert run("key", "new", tmp_path / "none", "a b").exit_code == 2
    assert not (tmp_path / "none").exists()


def test_a_side_cosigns_an_export_and_then_only_what_goes_on_from_it(
    key: Path, tmp_path: Path
) -> None:
    ledger = filled(300)
    first = kept(tmp_path, "first.ledger", ledger.export(200))

    told = run("cosign", first, "--key", key)

    public = read_public_key(run("key", "show", key).stdout.strip())
    signed = open_checkpoint(told.stdout.encode(), [LOG.public, public])
    assert [one.key for one in signed.cosigned_by] == [public]
    assert signed.checkpoint == ledger.head(200)
    assert run("cosign", kept(tmp_path, "b", ledger.export()), "--key", key).exit_code == 0
    rolled_back = run("cosign", first, "--key", key)
    assert rolled_back.exit_code == 1
    assert "not cosigned: history is missing" in rolled_back.stderr
    other = forked(ledger, 250, 400).export()
    fork = run("cosign", kept(tmp_path, "c", other), "--key", key)
    assert fork.exit_code == 1
    assert "not cosigned: two histories" in fork.stderr
    assert fork.stdout == ""


def test_a_side_cosigns_a_checkpoint_with_its_proof(key: Path, tmp_path: Path) -> None:
    ledger = filled(30)
    bare = kept(tmp_path, "checkpoint", ledger.checkpoint(10))
    out = tmp_path / "cosigned"
    assert run("cosign", bare, "--key", key).exit_code == 2, "the log's key is needed"

    assert run("cosign", bare, "--key", key, *LOG_KEY).exit_code == 0
    told = run("cosign", kept(tmp_path, "r", request(ledger, 10, 30)), "--key", key, *LOG_KEY,
               "--out", out)  # fmt: skip

    assert told.exit_code == 0
    assert f"cosigned: {ledger.head()}" in told.stdout
    assert len(open_checkpoint(out.read_bytes(), [LOG.public]).unknown) == 1
    assert run("cosign", out, "--key", key, *LOG_KEY).exit_code == 0, "again the same is no harm"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (filled(40).checkpoint(30), "ask for a proof from there"),
        (request(filled(40), 15, 30), "the last checkpoint that this key cosigned has 20"),
        (request(forked(filled(40), 10, 40), 20, 40), "the proof does not lead from"),
        (filled(40).checkpoint(10), "history is missing"),
        (forked(filled(40), 10, 20).checkpoint(), "two histories"),
    ],
)
def test_a_side_cosigns_nothing_that_does_not_go_on(
    data: bytes, said: str, key: Path, tmp_path: Path
) -> None:
    run("cosign", kept(tmp_path, "first", filled(40).checkpoint(20)), "--key", key, *LOG_KEY)

    told = run("cosign", kept(tmp_path, "next", data), "--key", key, *LOG_KEY)

    assert told.exit_code == 1
    assert said in told.stderr
    assert told.stdout == ""


def test_what_the_log_did_not_sign_is_not_cosigned(key: Path, tmp_path: Path) -> None:
    path = kept(tmp_path, "checkpoint", filled(9).checkpoint(by=[CLIENT]))

    told = run("cosign", path, "--key", key, "--log-key", str(PROVIDER.public))
    assert told.exit_code == 2
    assert "no known key signed" in told.stderr
    told = run("cosign", path, "--key", key, "--log-key", str(CLIENT.public))
    assert "the log did not sign" in told.stderr


def test_verify_says_in_plain_words_what_was_proved(tmp_path: Path) -> None:
    ledger = filled(12)
    ledger.erase(4)
    export = kept(tmp_path, "march.ledger", ledger.export(by=[CLIENT]))
    since = kept(tmp_path, "february.checkpoint", ledger.checkpoint(5))

    told = run("verify", export, "--since", since, "--key", str(LOG.public))

    assert told.exit_code == 0
    assert told.stdout.splitlines()[0] == (
        f"proved: {ORIGIN} has 13 entries, from 2026-03-02T09:00:00.000000Z"
        " to 2026-03-02T09:12:00.000000Z"
    )
    assert "1 payload erased, each by an entry that says so." in told.stdout
    assert "registered by the client in entry 0" in told.stdout
    assert "It goes on from the checkpoint that you kept" in told.stdout
    assert "taken from the export itself" not in told.stdout
    alone = run("verify", export)
    assert "taken from the export itself" in alone.stdout
    assert "Without --since" in alone.stdout


def test_verify_gives_all_of_it_as_json(tmp_path: Path) -> None:
    ledger = filled(12)
    export = kept(tmp_path, "march.ledger", ledger.export(by=[CLIENT]))
    fork = kept(tmp_path, "kept", forked(ledger, 3, 9).checkpoint())

    good = json.loads(run("verify", export, "--json").stdout)
    told = run("verify", export, "--since", fork, "--json")

    assert good["proved"] is True
    assert good["checkpoints"][0]["size"] == 12
    assert good["keys"][1] == {"key": str(CLIENT.public), "side": "client", "entry": 0}
    bad = json.loads(told.stdout)
    assert told.exit_code == 1
    assert (bad["proved"], bad["kept"]["size"], bad["found"]["size"]) == (False, 9, 12)


def test_verify_names_what_is_not_there(tmp_path: Path) -> None:
    told = run("verify", tmp_path / "none")

    assert told.exit_code == 2
    assert "No such file" in told.stderr
