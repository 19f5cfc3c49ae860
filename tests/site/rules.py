"""The rules of axe (WCAG 2.2 and good practice)."""

from axe_playwright_python.base import AXE_SCRIPT

# Only what breaks a rule comes back: what passes is long, and nobody reads it.
RUN = """
    async without => {
        const found = await axe.run(
            {exclude: without.map(place => [place])}, {resultTypes: ['violations']});
        return found.violations.flatMap(rule => rule.nodes.map(node => [rule.id, node.target]));
    }
"""


def broken_rules(page, *, without=()):
    """Rule and place of each violation; places that `without` names are not looked at."""
    page.wait_for_load_state()  # a click comes back before all of the next page is there
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return [(rule, place) for rule, place in page.evaluate(RUN, list(without))]
