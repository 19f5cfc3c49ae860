// What the audit asks of a page, inside it. Each function returns what is wrong, as sentences, where
// nothing else is said. A place is named by its tag, its id or classes, and the beginning of its text.
window.audit = (() => {
  let without = []; // places that are not looked at
  const leaveOut = (places) => {
    without = places;
  };
  const place = (element) => {
    const name = element.id ? `#${element.id}` : [...element.classList].map((one) => `.${one}`).join("");
    const text = element.textContent.trim().replace(/\s+/g, " ").slice(0, 40);
    return `<${element.localName}${name}>${text ? ` “${text}”` : ""}`;
  };
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true });

  // Headings in order, one of the first level, ids once, tables with a name.
  function structure() {
    const wrong = [];
    const headings = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter(isShown);
    const first = headings.filter((one) => one.localName === "h1");
    if (first.length !== 1) wrong.push(`${first.length} headings of the first level`);
    let level = 0;
    for (const heading of headings) {
      const own = Number(heading.localName[1]);
      // What tells of a mistake stands above everything, and takes the focus.
      if (level === 0 && own > 1 && heading.closest("[autofocus], [role=alert]")) continue;
      if (own > level + 1) wrong.push(`after a heading of level ${level} comes ${place(heading)}`);
      level = own;
    }
    const seen = new Set();
    for (const { id } of document.querySelectorAll("[id]")) {
      if (seen.has(id)) wrong.push(`the id ${id} stands more than once`);
      seen.add(id);
    }
    const isOurs = (one) => !without.some((place) => one.closest(place));
    for (const table of [...document.querySelectorAll("table")].filter(isShown).filter(isOurs)) {
      const name = table.caption ?? table.ariaLabel ?? table.getAttribute("aria-labelledby");
      if (!name && !table.closest(NAMED)) wrong.push(`a table without a caption: ${place(table)}`);
    }
    return wrong;
  }

  const NAMED = ["aria-label", "aria-labelledby"]
    .flatMap((one) => [`[role=region][${one}]`, `fieldset[${one}]`])
    .join(", ");

  // Nothing is wider than the window.
  function width() {
    const over = document.documentElement.scrollWidth - window.innerWidth;
    if (over <= 0) return [];
    const last = [...document.body.querySelectorAll("*")].filter((one) => {
      const isOver = one.getBoundingClientRect().right > window.innerWidth + 1;
      return isOver && isShown(one) && !scroller(one.parentElement);
    });
    return [`${over} px wider than the window: ${last.slice(0, 3).map(place).join(", ")}`];
  }
  const scroller = (element) => {
    for (let one = element; one && one !== document.body; one = one.parentElement) {
      if (getComputedStyle(one).overflowX !== "visible") return one;
    }
    return null;
  };

  // Each line of text that is seen: its box and its element.
  function lines() {
    isAside.clear();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    const range = document.createRange();
    const shown = new Map();
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      if (!node.data.trim() || ["SCRIPT", "STYLE", "OPTION"].includes(element.tagName)) continue;
      if (!shown.has(element)) {
        const isLeftOut = without.some((one) => element.closest(one));
        shown.set(element, !isLeftOut && isShown(element) && !isHiddenOnPurpose(element));
      }
      if (!shown.get(element)) continue;
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) {
        if (box.width > 1 && box.height > 1) found.push({ box, element, text: node.data.trim() });
      }
    }
    return found;
  }
  // Words that only a screen reader says, the link that shows itself when it is reached, a trap.
  const isHiddenOnPurpose = (element) => {
    for (let one = element; one; one = one.parentElement) {
      if (isAside.has(one)) return isAside.get(one);
      const { clip, clipPath, position, overflow } = getComputedStyle(one);
      const isTiny = overflow !== "visible" && (one.offsetWidth <= 1 || one.offsetHeight <= 1);
      const isAway = position === "absolute" && one.getBoundingClientRect().right < 0;
      if (clip !== "auto" || clipPath !== "none" || isTiny || isAway || one.matches(SKIPS)) {
        isAside.set(element, true);
        return true;
      }
    }
    isAside.set(element, false);
    return false;
  };
  const isAside = new Map();
  const SKIPS = ".skip-link, .skip-to-content-link, svg *";

  // Boxes that cut off what does not fit.
  const cutters = () =>
    [...document.body.querySelectorAll("*")].filter((element) => {
      const { overflowX, overflowY } = getComputedStyle(element);
      return [overflowX, overflowY].some((value) => ["hidden", "clip"].includes(value));
    });

  // No word is cut off.
  function cut() {
    const boxes = new Map(cutters().map((element) => [element, element.getBoundingClientRect()]));
    if (!boxes.size) return [];
    const wrong = new Set();
    for (const { box, element } of lines()) {
      for (let one = element; one; one = one.parentElement) {
        const frame = boxes.get(one);
        if (!frame) continue;
        const isCut =
          box.right > frame.right + 1 || box.left < frame.left - 1 ||
          box.top < frame.top - box.height / 3 || box.bottom > frame.bottom + box.height / 3;
        if (isCut) wrong.add(`cut off: ${place(element)} by ${place(one)}`);
      }
    }
    return [...wrong];
  }

  // No line lies on another.
  function overlaps() {
    const all = lines()
      .filter(({ element }) => !isFloating(element))
      .sort((one, other) => one.box.top - other.box.top);
    const wrong = new Set();
    all.forEach((one, number) => {
      for (let next = number + 1; next < all.length && all[next].box.top < one.box.bottom; next += 1) {
        const other = all[next];
        const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        const down = Math.min(one.box.bottom, other.box.bottom) - other.box.top;
        const least = Math.min(one.box.height, other.box.height);
        if (across > 2 && down > 0.5 * least && !scroller(one.element) && !scroller(other.element)) {
          wrong.add(`${place(one.element)} lies on ${place(other.element)}`);
        }
      }
    });
    return [...wrong];
  }
  // What opens over the page covers what is beneath.
  const isFloating = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const { position, backgroundColor } = getComputedStyle(one);
      if (position === "absolute" && /^rgb\(/.test(backgroundColor)) return true;
      if (position === "fixed") return true;
    }
    return false;
  };

  // Nothing moved while the page was loaded, or no more than may.
  async function shifts(most) {
    const entries = await new Promise((resolve) => {
      const found = [];
      new PerformanceObserver((list) => found.push(...list.getEntries())).observe({
        type: "layout-shift",
        buffered: true,
      });
      requestAnimationFrame(() => requestAnimationFrame(() => resolve(found)));
    });
    const counted = entries.filter((entry) => !entry.hadRecentInput);
    if (counted.reduce((sum, entry) => sum + entry.value, 0) <= most) return [];
    return counted.map((entry) => {
      const moved = entry.sources.map(({ node, previousRect, currentRect }) => {
        const [from, to] = [previousRect, currentRect].map((one) => `${one.x}/${one.y}`);
        return `${node instanceof Element ? place(node) : "?"} from ${from} to ${to}`;
      });
      return `moved by ${entry.value.toFixed(4)}: ${moved.slice(0, 3).join(", ")}`;
    });
  }

  // As WCAG 1.4.12 asks that a reader may set it.
  function spaced(isOn) {
    spaced.sheet ??= new CSSStyleSheet();
    spaced.sheet.replaceSync(
      isOn
        ? `* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
               word-spacing: 0.16em !important } p { margin-block-end: 2em !important }`
        : "",
    );
    document.adoptedStyleSheets = isOn ? [spaced.sheet] : [];
  }

  // Puts bars that stay in sight into their places: what they lie on can be moved from under them.
  function settle() {
    for (const element of document.body.querySelectorAll("*")) {
      if (getComputedStyle(element).position !== "sticky") continue;
      element.style.setProperty("position", "relative", "important");
      element.style.setProperty("inset", "auto", "important");
    }
  }

  // Opens what can be opened in its place; how much there was. `opened` are the outermost of these.
  let opened = [];
  function open() {
    const closed = [...document.querySelectorAll("details:not([open])")];
    opened = closed.filter((one) => !one.parentElement.closest("details:not([open])"));
    for (const one of closed) one.open = true;
    const over = closed.filter((one) => [...one.children].some(isOver));
    for (const one of over) one.open = false; // a state of its own: it hides what is beneath
    opened = opened.filter((one) => !over.includes(one));
    return opened.length;
  }
  const isOver = (element) => getComputedStyle(element).position === "absolute";

  // Holds the page, or what was opened, to the rules of axe.
  async function broken(options, isOpened = false) {
    const places = { exclude: without.map((one) => [one]), ...(isOpened && { include: opened }) };
    const { violations } = await axe.run(places, options);
    return violations.flatMap((rule) =>
      rule.nodes.map((node) => [rule.id, node.target.flat(9).join(" "), node.failureSummary]),
    );
  }

  // Whether a text stands out from its ground depends on their colours and the size of the letters,
  // not on the page. So axe is asked once about each such look, and about what lies over something.
  async function pale(known) {
    const seen = new Set(known);
    const fresh = new Map();
    isAside.clear();
    for (const element of document.body.querySelectorAll("*")) {
      const look = lookOf(element);
      if (look && !seen.has(look) && isShown(element) && !isHiddenOnPurpose(element)) {
        fresh.set(look === OVER ? element : look, element);
      }
    }
    if (!fresh.size) return { looks: [], found: [] };
    const rules = { runOnly: { type: "rule", values: ["color-contrast"] } };
    const options = { ...rules, resultTypes: ["violations"], preload: false, iframes: false };
    const places = { include: [...fresh.values()], exclude: without.map((one) => [one]) };
    const { violations } = await axe.run(places, options);
    const found = violations.flatMap((rule) =>
      rule.nodes.map((node) => [rule.id, node.target.flat(9).join(" "), node.failureSummary]),
    );
    const looks = [...fresh.keys()].filter((look) => typeof look === "string");
    return { looks: found.length ? [] : looks, found };
  }
  const OVER = "over something";
  const FORMS = "input, select, textarea, button";
  // The look of a text: its letters, and the grounds beneath it down to one that covers.
  function lookOf(element) {
    const hasText = [...element.childNodes].some((one) => one.nodeType === 3 && one.data.trim());
    if (!hasText && !element.matches(FORMS)) return null;
    const { color, fontSize, fontWeight, textShadow, webkitTextStroke } = getComputedStyle(element);
    const isIdle = element.closest(":disabled, [aria-disabled=true], label:has(:disabled)") !== null;
    const size = parseFloat(fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(fontWeight) >= 700); // 18 pt, or 14 pt bold
    const look = [color, isLarge, textShadow, webkitTextStroke, isIdle];
    for (let one = element; one; one = one.parentElement) {
      const style = getComputedStyle(one);
      look.push(style.backgroundColor, style.opacity, style.mixBlendMode, style.filter);
      if (style.backgroundImage !== "none") look.push(style.backgroundImage, style.backgroundPosition);
      if (/^rgb\(/.test(style.backgroundColor) && style.opacity === "1") break;
      if (["absolute", "fixed", "sticky"].includes(style.position)) return OVER;
    }
    return look.join("|");
  }

  // Where links of ours lead to, but for places of the same page.
  const links = () => addresses().filter((one) => bare(one) !== bare(location.href) || !one.includes("#"));
  const addresses = () =>
    [...document.querySelectorAll("a[href], area[href], link[href]")]
      .map((one) => new URL(one.getAttribute("href"), document.baseURI).href)
      .filter((address) => address.startsWith(location.origin));
  const bare = (address) => address.replace(/#.*/, "");

  // Links to places that are not in the page.
  const lost = () =>
    addresses()
      .filter((one) => bare(one) === bare(location.href) && one.includes("#"))
      .map((one) => decodeURIComponent(new URL(one).hash.slice(1)))
      .filter((id) => id && !document.getElementById(id))
      .map((id) => `#${id} is no place of the page`);

  // Which of these selectors choose something here.
  const chosen = (selectors) => selectors.filter((one) => document.querySelector(one) !== null);

  // The style sheets of the page, and the selectors of each.
  const sheets = () =>
    Object.fromEntries(
      [...document.styleSheets].filter((one) => one.href).map((one) => [one.href, [...selectorsOf(one.cssRules, "")]]),
    );
  function* selectorsOf(rules, around) {
    for (const rule of rules) {
      let here = around;
      if (rule instanceof CSSStyleRule) {
        here = around ? nested(rule.selectorText, around) : rule.selectorText;
        if (rule.style.length) yield* parts(here);
      }
      if (rule.cssRules) yield* selectorsOf(rule.cssRules, here);
    }
  }
  const nested = (selector, around) =>
    selector.includes("&") ? selector.replaceAll("&", `:is(${around})`) : `:is(${around}) ${selector}`;
  // A list of selectors, taken apart at the commas that stand in no bracket.
  function parts(list) {
    const found = [""];
    let depth = 0;
    for (const sign of list) {
      depth += { "(": 1, "[": 1, ")": -1, "]": -1 }[sign] ?? 0;
      if (sign === "," && depth === 0) found.push("");
      else found[found.length - 1] += sign;
    }
    return found.map((one) => one.trim());
  }

  return { leaveOut, settle, structure, width, cut, overlaps, shifts, spaced, open, broken, pale, links, lost, chosen, sheets };
})();
