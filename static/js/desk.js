// The desk's own script: names for what Django leaves without one, rows that the keyboard can move,
// a box that searches the menu, a session that lasts as long as somebody types.

// A table that is wider than its place moves by the arrow keys once it can be reached.
const size = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});
for (const group of document.querySelectorAll(".inline-group")) size.observe(group);

const heading = document.querySelector("h1")?.textContent.trim();
if (heading) document.querySelector("#result_list")?.setAttribute("aria-label", heading);

const nameOf = (field) =>
  field.getAttribute("aria-label") ?? field.labels[0]?.textContent.trim().replace(/:$/, "") ?? "";

// Boxes to search in, which Django's script puts in the place of a select.
function nameBoxes() {
  for (const select of document.querySelectorAll("select.select2-hidden-accessible")) {
    const box = select.nextElementSibling;
    for (const part of box.querySelectorAll("[role=combobox], [role=textbox], [role=searchbox]")) {
      part.setAttribute("aria-label", nameOf(select));
      const chosen = part.getAttribute("aria-labelledby");
      if (!chosen || chosen.includes(" ")) continue;
      part.id ||= `${select.id}-box`;
      part.setAttribute("aria-labelledby", `${part.id} ${chosen}`); // what it is, then what is chosen
    }
  }
}

// The pictures beside a date and a time.
function nameShortcuts() {
  for (const link of document.querySelectorAll(".datetimeshortcuts a:has([title])")) {
    const field = link.closest(".datetimeshortcuts").previousElementSibling;
    link.setAttribute("aria-label", `${nameOf(field)}: ${link.querySelector("[title]").title}`);
  }
}

// Django's scripts make both when all of the page is there, some of them a moment later.
addEventListener("load", () => {
  setTimeout(() => {
    nameBoxes();
    nameShortcuts();
  });
});
document.addEventListener("formset:added", nameBoxes);
document.addEventListener("focusin", ({ target }) => {
  if (!target.matches(".select2-search--dropdown .select2-search__field")) return;
  const select = document.querySelector("select:has(+ .select2-container--open)");
  if (select) target.setAttribute("aria-label", nameOf(select));
});

const menu = document.querySelector("#nav-sidebar");

if (menu) {
  const box = menu.querySelector("#nav-filter");
  const nothing = menu.querySelector(".nav-nothing");
  const areas = [...menu.querySelectorAll("details")].map((area) => ({
    area,
    entries: [...area.querySelectorAll("li")],
    wasOpen: area.open,
  }));

  const show = () => {
    const typed = box.value.trim().toLowerCase();
    let found = 0;
    for (const { area, entries, wasOpen } of areas) {
      for (const entry of entries) {
        entry.hidden = !entry.textContent.toLowerCase().includes(typed);
      }
      const shown = entries.filter((entry) => !entry.hidden).length;
      area.hidden = shown === 0;
      area.open = typed ? shown > 0 : wasOpen;
      found += shown;
    }
    nothing.textContent = found ? "" : nothing.dataset.text;
  };

  box.addEventListener("input", show);
}

// The session ends an hour after the last request (bbmri_be/staff_sessions): typing asks for
// something now and then.
const TEN_MINUTES = 10 * 60 * 1000;
const { alive } = document.querySelector("script[data-alive]").dataset;
let lastRequest = Date.now();
document.addEventListener("input", () => {
  if (Date.now() - lastRequest < TEN_MINUTES) return;
  lastRequest = Date.now();
  fetch(alive, { cache: "no-store" });
});
