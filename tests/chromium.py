"""Where the browser of the tests is, and what to say when there is none."""

import os
from pathlib import Path

PATH = os.environ.get("CHROMIUM", "/usr/bin/chromium")
IS_REQUIRED = os.environ.get("REQUIRE_BROWSER") == "1"
IS_MISSING = not Path(PATH).exists()
MISSING = f"no browser at {PATH} (the environment variable CHROMIUM names another)"
