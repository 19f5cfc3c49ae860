// Remembers which collections a visitor picked, in the browser's own storage and nowhere else.
// Without this script, or without storage, the picked collections travel in the address alone.

const KEY = "bbmri-selection";
const NAME = "c";
const MOST = 100;

function stored() {
  try {
    const slugs = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(slugs) ? slugs.filter((slug) => typeof slug === "string") : [];
  } catch {
    return [];
  }
}

// Whether it could be stored: storage may be full or forbidden.
function store(slugs) {
  try {
    localStorage.setItem(KEY, JSON.stringify([...slugs].slice(0, MOST)));
    return true;
  } catch {
    return false;
  }
}

function withoutSelection(address) {
  const url = new URL(address, location.href);
  url.searchParams.delete(NAME);
  return url.href;
}

const parameters = new URLSearchParams(location.search);
const inAddress = parameters.getAll(NAME).filter(Boolean);
const place = document.querySelector("[data-selection]");

if (place?.dataset.selection === "page") {
  const slugs = stored();
  if (parameters.has(NAME)) store(inAddress);
  else if (slugs.length) {
    location.replace(`?${new URLSearchParams(slugs.map((slug) => [NAME, slug]))}`);
  }
}

if (place?.dataset.selection === "list") {
  const boxes = [...place.querySelectorAll(`input[type=checkbox][name=${NAME}]`)];
  const count = place.querySelector("[data-count]");
  const sentence = count?.textContent;
  let picked = new Set([...stored(), ...inAddress]);
  const remembers = store(picked);

  // What is remembered need not stand in addresses, from where it would come back after all.
  if (remembers) {
    history.replaceState(history.state, "", withoutSelection(location.href));
    for (const link of document.querySelectorAll(`a[href*="${NAME}="]`)) {
      link.setAttribute("href", withoutSelection(link.getAttribute("href")));
    }
    for (const hidden of document.querySelectorAll(`input[type=hidden][name=${NAME}]`)) {
      hidden.remove();
    }
  }

  // Another page may have changed it since.
  const readAgain = () => {
    if (remembers) picked = new Set(stored());
  };
  const show = () => {
    for (const box of boxes) box.checked = picked.has(box.value);
    for (const hidden of place.querySelectorAll(`input[type=hidden][name=${NAME}]`)) hidden.remove();
    const shown = new Set(boxes.map((box) => box.value));
    for (const slug of picked) {
      if (shown.has(slug)) continue;
      const hidden = document.createElement("input");
      Object.assign(hidden, { type: "hidden", name: NAME, value: slug });
      place.append(hidden);
    }
    if (count) count.textContent = picked.size ? `${picked.size} ✓` : sentence;
  };

  for (const box of boxes) {
    box.addEventListener("change", () => {
      readAgain();
      if (box.checked) picked.add(box.value);
      else picked.delete(box.value);
      store(picked);
      show();
    });
  }
  addEventListener("pageshow", () => {
    readAgain();
    show();
  });
}
