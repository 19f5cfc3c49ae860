// The desk's own script: a box that searches the menu, and rows that the keyboard can move.

// A table that is wider than its place moves by the arrow keys once it can be reached.
for (const group of document.querySelectorAll(".inline-group")) {
  if (group.scrollWidth > group.clientWidth) group.tabIndex = 0;
}

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
  box.closest("[hidden]").hidden = false;
}
