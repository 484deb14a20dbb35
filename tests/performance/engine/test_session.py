"""What a session may touch: the files it was given, and nothing else."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from entente.performance.engine.session import Session, text


@pytest.fixture
def given(tmp_path: Path) -> Path:
    """A Parquet file in a folder whose name has a bracket and a quote."""
    folder = tmp_path / "it's [1]"
    folder.mkdir()
    with duckdb.connect() as db:
        db.execute(f"COPY (SELECT 7 AS seven) TO {text(str(folder / 'a.parquet'))}")
        db.execute(f"COPY (SELECT 8 AS eight) TO {text(str(folder / 'b.parquet'))}")
    return folder / "a.parquet"


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_parquet('{folder}/b.parquet')",
        "SELECT * FROM read_parquet('{folder}/*.parquet')",
        "SELECT * FROM read_text('{folder}/a.txt')",
        "SELECT * FROM glob('{folder}/*')",
        "COPY (SELECT 1) TO '{folder}/out.csv'",
        "COPY (SELECT 1) TO '{folder}/a.parquet'",
        "ATTACH '{folder}/other.db'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "SET allowed_paths = ['{folder}/b.parquet']",
        "SET memory_limit = '100GB'",
    ],
)
def test_a_session_refuses_everything_but_its_files(statement: str, given: Path) -> None:
    session = Session([given], "256MB", 1)
    folder = str(given.parent).replace("'", "''")

    with pytest.raises(duckdb.Error):
        session.run(statement.replace("{folder}", folder))

    session.close()


def test_a_hostile_word_stays_a_word() -> None:
    session = Session([], "256MB", 1)

    hostile = "x'; DROP TABLE y; --"

    (word,) = session.one(f"SELECT {text(hostile)}")

    assert word == hostile
    session.close()


def test_a_session_leaves_no_folder_behind() -> None:
    session = Session([], "256MB", 1)
    (folder,) = session.one("SELECT current_setting('temp_directory')")

    session.close()

    assert not Path(folder).parent.exists()
