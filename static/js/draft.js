// Keeps what is typed into a form until it is stored, so that a reload, a step back or another
// language loses nothing. Only in this tab: the browser forgets it when the tab is closed.

const form = document.querySelector("form[data-draft]");
const KEY = `draft of ${form?.id}`;

const fields = () =>
  [...form.elements].filter((field) => field.name && !["hidden", "file", "submit"].includes(field.type) && !field.closest(".trap"));

const isChoice = (field) => ["checkbox", "radio"].includes(field.type);

function keep() {
  const typed = fields().map((field) => [field.name, field.value, isChoice(field) ? field.checked : null]);
  sessionStorage.setItem(KEY, JSON.stringify(typed));
}

function restore() {
  const typed = JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
  for (const [name, value, checked] of typed) {
    for (const field of fields().filter((one) => one.name === name)) {
      if (checked === null) field.value = value;
      else if (field.value === value) field.checked = checked;
    }
  }
}

try {
  if (form) {
    // A form that came back with mistakes holds what was sent, which is newer.
    if (form.dataset.draft === "new") restore();
    form.addEventListener("input", keep);
  }
  const stored = document.querySelector("[data-draft-stored]");
  if (stored) sessionStorage.removeItem(`draft of ${stored.dataset.draftStored}`);
} catch {
  // A browser that keeps nothing for sites: the form works without.
}
