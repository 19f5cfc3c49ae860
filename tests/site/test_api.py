"""The API in production: schemathesis asks whatever its document allows, and what it does not."""

import subprocess
import sys
from pathlib import Path

SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")


def test_schemathesis_finds_no_failure(site, tmp_path):
    run = subprocess.run(
        [
            SCHEMATHESIS,
            "run",
            f"{site.url}/api/v1/openapi.json",
            "--max-examples=5",
            "--workers=1",
            "--seed=1",
            "--no-color",
        ],
        cwd=tmp_path,  # it keeps what it found beside
        capture_output=True,
        text=True,
        timeout=240,
    )

    assert run.returncode == 0, run.stdout
    assert "Tested: 13" in run.stdout
