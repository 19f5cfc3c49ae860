"""Where the browser of the tests is, and what to say when there is none."""

import os
from pathlib import Path

# The shell is the same browser without windows, menus and profiles: it needs half the time.
USUAL = ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium")
FOUND = [path for path in USUAL if Path(path).exists()]
PATH = os.environ.get("CHROMIUM") or (FOUND or USUAL)[0]
IS_REQUIRED = os.environ.get("REQUIRE_BROWSER") == "1"
IS_MISSING = not Path(PATH).exists()
MISSING = f"no browser at {PATH} (the environment variable CHROMIUM names another)"
