// Suggestions under the search box, as the ARIA combobox pattern asks (list autocomplete, manual
// selection). Without this script the box works as it is.

const WAIT = 120; // milliseconds after the last key

for (const box of document.querySelectorAll("[data-suggest]")) {
  enhance(box, box.querySelector("input"));
}

function enhance(box, input) {
  const list = document.createElement("ul");
  list.id = `${input.id}-suggestions`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0].textContent);
  list.hidden = true;
  const status = document.createElement("p");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  box.append(list, status);

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);

  let timer = 0;
  let request = null;
  let chosen = -1;

  // The list is busy while it answers an older text: whoever chose from it would lose what was
  // typed since.
  const busy = () => list.getAttribute("aria-busy") === "true";

  function close() {
    clearTimeout(timer);
    request?.abort();
    list.hidden = true;
    fill([]);
    status.textContent = "";
  }

  function fill(options) {
    list.replaceChildren(...options);
    list.setAttribute("aria-busy", "false");
    choose(-1);
    input.setAttribute("aria-expanded", String(!list.hidden));
  }

  function choose(number) {
    list.children[chosen]?.removeAttribute("aria-selected");
    chosen = number;
    const option = list.children[chosen];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  }

  // One option on or back; from the last to the first and from the first to the last.
  function step(down) {
    const last = list.children.length - 1;
    if (down) choose(chosen === last ? 0 : chosen + 1);
    else choose(chosen <= 0 ? last : chosen - 1);
  }

  function accept(option) {
    input.value = `${option.dataset.question} `;
    close();
    input.focus();
  }

  function show(suggestions) {
    list.hidden = suggestions.length === 0;
    fill(
      suggestions.map((suggestion, number) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${number}`;
        option.setAttribute("role", "option");
        option.dataset.question = suggestion.question;
        option.append(suggestion.term);
        if (suggestion.code) {
          const code = document.createElement("span");
          code.className = "meta";
          code.textContent = suggestion.code;
          option.append(" ", code);
        }
        return option;
      }),
    );
    const { one, many } = box.dataset;
    status.textContent =
      suggestions.length === 1 ? one : many.replace("{number}", suggestions.length);
  }

  async function ask() {
    clearTimeout(timer);
    request?.abort();
    request = new AbortController();
    const address = new URL(box.dataset.suggest, location.href);
    address.search = new URLSearchParams({ q: input.value, lang: box.dataset.language });
    try {
      const answer = await fetch(address, { signal: request.signal, credentials: "omit" });
      show(answer.ok ? (await answer.json()).suggestions : []);
    } catch (error) {
      if (error.name !== "AbortError") close(); // offline: the box works without suggestions
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    request?.abort(); // its answer would be to an older text
    if (input.value.trim().length < 2) {
      close();
    } else {
      choose(-1);
      list.setAttribute("aria-busy", "true");
      timer = setTimeout(ask, WAIT);
    }
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) ask();
      else if (!busy()) step(event.key === "ArrowDown");
      event.preventDefault();
    } else if (event.key === "Enter" && chosen >= 0) {
      accept(list.children[chosen]);
      event.preventDefault();
    } else if (event.key === "Escape" && !list.hidden) {
      close();
      event.preventDefault();
    }
  });
  input.addEventListener("blur", close);
  // The box keeps the focus, or `blur` would take the list away before the click arrives.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option && !busy()) accept(option);
  });
}
