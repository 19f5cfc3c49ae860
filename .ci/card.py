"""Draws static/img/card.png, the picture that other sites show beside a link to this one.

    python .ci/card.py

Belgium as a rack of samples, like the mark; Chromium draws it. It names no number and no biobank,
so it stays true.
"""

import json
import os
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

BASE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(BASE))

from tests import chromium

PICTURE = BASE / "static" / "img" / "card.png"
AREAS = json.loads((BASE / "biobanks" / "data" / "be-areas.json").read_text())
PAGE = f"""
<!doctype html>
<style>
  body {{ margin: 0; background: #43307c; color: #fff; font-family: "DejaVu Sans", sans-serif; }}
  svg, h1, p {{ position: absolute; margin: 0; }}
  h1 {{ left: 66px; top: 372px; font-size: 84px; letter-spacing: -3px; }}
  p {{ left: 72px; top: 486px; font-size: 28px; color: #ddd4ff; }}
  p + p {{ left: auto; right: 24px; top: auto; bottom: 18px; font-size: 15px; }}
</style>
<svg width="1200" height="630">
  {"".join(f'<path d="{path}" fill="none"/>' for path in AREAS.values())}
</svg>
<h1>BBMRI.be</h1>
<p>Biobanken · Biobanques · Biobanks</p>
<p>Boundaries: Statbel, CC BY 4.0</p>
"""
# A dot for each place of the rack that lies in the country; the one in Brussels is golden. All
# stand on whole pixels, or the file would be twice as large.
RACK = """() => {
  const svg = document.querySelector("svg"), areas = [...svg.querySelectorAll("path")];
  const scale = 1.42, left = 455, top = 15, step = 24;
  const at = (x, y) => new DOMPoint((x - left) / scale, (y - top) / scale);
  const within = (x, y) => areas.find(area => area.isPointInFill(at(x, y)));
  const dots = [];
  for (let y = step; y < 630; y += step)
    for (let x = step; x < 1200; x += step)
      if (within(x, y)) dots.push([x, y]);
  const far = ([x, y]) => Math.hypot(at(x, y).x - 229, at(x, y).y - 146);
  const brussels = dots.reduce((a, b) => far(a) <= far(b) ? a : b);
  svg.innerHTML = dots.map(dot => `<circle cx="${dot[0]}" cy="${dot[1]}"
    r="${dot === brussels ? 11 : 8}" fill="${dot === brussels ? "#f3b43c" : "#fff"}"/>`).join("");
}"""


def main() -> None:
    """Draw it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.PATH, args=["--no-sandbox"] if os.geteuid() == 0 else []
        )
        page = browser.new_page(viewport={"width": 1200, "height": 630})
        page.set_content(PAGE)
        page.evaluate(RACK)
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
