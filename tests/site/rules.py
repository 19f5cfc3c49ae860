"""The rules of axe (WCAG 2.2 and good practice)."""

from axe_playwright_python.sync_playwright import Axe


def broken_rules(page):
    """Rule and place of each violation."""
    response = Axe().run(page).response
    return [
        (violation["id"], node["target"])
        for violation in response["violations"]
        for node in violation["nodes"]
    ]
