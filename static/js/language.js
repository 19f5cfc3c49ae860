// Tells whoever comes from elsewhere that the page exists in the language of their browser, too.
// Pages are the same for all, so only the browser can know. Nothing is kept: whoever comes from a
// page of this site has seen the menu of languages.

const menu = document.querySelector(".languages");

function isFirstLook() {
  const [arrival] = performance.getEntriesByType("navigation");
  const earlier = globalThis.navigation?.entries().length > 1; // pages of this site in this tab
  return (
    arrival?.type === "navigate" &&
    !earlier &&
    !document.referrer.startsWith(`${location.origin}/`)
  );
}

// The link to the page in the first of the visitor's languages that the site has; it has a hint
// when that is another page than this.
function preferred() {
  const links = [...(menu?.querySelectorAll("a") ?? [])];
  for (const language of navigator.languages) {
    const link = links.find((one) => one.hreflang === language.split("-")[0]);
    if (link) return link;
  }
  return null;
}

function show(link) {
  const hint = document.createElement("p");
  hint.className = "language-hint";
  hint.lang = link.hreflang;

  const other = document.createElement("a");
  other.href = link.href;
  other.hreflang = link.hreflang;
  other.textContent = link.dataset.hint;

  const button = document.createElement("button");
  button.type = "button";
  button.className = "close";
  button.textContent = "×";
  button.setAttribute("aria-label", link.dataset.close);

  function close() {
    if (hint.contains(document.activeElement)) link.focus();
    hint.remove();
  }

  button.addEventListener("click", close);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) close();
  });
  // It lies over the top of the content, and must not hide what the keyboard reaches there.
  document.querySelector("main")?.addEventListener("focusin", close);

  hint.append(other, button);
  menu.append(hint);
}

const link = isFirstLook() ? preferred() : null;
if (link?.dataset.hint) show(link);
