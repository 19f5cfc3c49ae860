"""`manage.py import_directory`: what people see, and the exit code."""

import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from biobanks.management.commands import import_directory as command
from biobanks.models import Biobank
from tests.biobanks.directory.folders import BIOBANK, biobank, write_table
from tests.biobanks.factories import BiobankFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(tmp_path):
    """Run the command on the folder; returns what it wrote and what it complained of."""

    def run(*options, **settings):
        output, errors = StringIO(), StringIO()
        try:
            call_command(
                "import_directory", tmp_path, *options, stdout=output, stderr=errors, **settings
            )
        except CommandError as error:
            errors.write(str(error) + "\n")
        return output.getvalue(), errors.getvalue()

    return run


def test_import_says_what_it_did(run, tmp_path):
    BiobankFactory(identifier=BIOBANK)
    write_table(
        tmp_path,
        "Biobanks",
        biobank(famhp_number="B190044"),
        biobank(id="bbmri-eric:ID:BE_b", famhp_number=""),
    )

    assert run() == (
        "Biobanks: 1 added, 1 changed, 0 withdrawn, 0 unchanged\n"
        "  name changed in 1\n"
        "  famhp_number changed in 1\n"
        "Written.\n",
        "Noticed:\n  Biobanks.csv, line 2, famhp_number: B190044 is taken as BB190044\n",
    )


def test_dry_run_shows_each_row(run, tmp_path):
    BiobankFactory(identifier=BIOBANK)
    write_table(tmp_path, "Biobanks", biobank(), biobank(id="bbmri-eric:ID:BE_b"))

    output, errors = run("--dry-run")

    assert (output, errors) == (
        "Biobanks: 1 added, 1 changed, 0 withdrawn, 0 unchanged\n"
        "  name changed in 1\n"
        f"  ~ {BIOBANK}: name\n"
        "  + bbmri-eric:ID:BE_b\n"
        "Nothing was written (dry run).\n",
        "",
    )
    assert Biobank.objects.count() == 1


def test_problems_are_listed_up_to_fifty(run, tmp_path):
    write_table(tmp_path, "Biobanks", *(biobank(id=f"x{number}") for number in range(60)))

    output, errors = run()

    lines = errors.splitlines()
    assert lines[:2] == [
        "Problems:",
        "  Biobanks.csv, line 2, id: 'x0' is no identifier of this table "
        "(docs/directory-format.md)",
    ]
    assert lines[50:] == [
        "  Biobanks.csv, line 51, id: 'x49' is no identifier of this table "
        "(docs/directory-format.md)",
        "  and 10 more",
        "Nothing was written: 60 problem(s), see above.",
    ]
    assert "Written" not in output
    assert not Biobank.objects.exists()


def test_keep_going_writes_the_rest(run, tmp_path):
    write_table(tmp_path, "Biobanks", biobank(id="x"), biobank())

    output, errors = run("--keep-going")

    assert output.endswith("Written.\n")
    assert errors.startswith("Problems:\n  Biobanks.csv, line 2, id: 'x' is no identifier")
    assert Biobank.objects.count() == 1


def test_keep_going_in_a_dry_run_succeeds(run, tmp_path):
    write_table(tmp_path, "Biobanks", biobank(id="x"), biobank())

    output, _ = run("--keep-going", "--dry-run")

    assert output.endswith("Nothing was written (dry run).\n")


def test_withdraw_missing_is_an_option(run, tmp_path):
    BiobankFactory(identifier="bbmri-eric:ID:BE_gone")
    write_table(tmp_path, "Biobanks", biobank())

    output, _ = run("--withdraw-missing")

    assert output.startswith("Biobanks: 1 added, 0 changed, 1 withdrawn, 0 unchanged\n")


def test_verbosity_0_is_silent(run, tmp_path, capsys):
    write_table(tmp_path, "Biobanks", biobank(famhp_number="B190044"))

    assert run(verbosity=0) == ("", "")
    assert capsys.readouterr() == ("", "")


def test_database_that_breaks_off_gives_a_sentence(run, tmp_path, monkeypatch):
    def break_off(*args, **options):
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(command, "import_directory", break_off)

    assert run() == (
        "",
        "The database broke off the import, nothing was written: server closed the connection\n",
    )


def test_exit_code_is_1_where_nothing_was_written(tmp_path):
    result = subprocess.run(
        [sys.executable, "manage.py", "import_directory", tmp_path],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (result.returncode, result.stdout) == (1, "")
    assert f"{tmp_path}: holds no table" in result.stderr
    assert "Traceback" not in result.stderr
