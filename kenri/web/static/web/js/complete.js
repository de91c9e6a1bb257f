/* Completion of the search box: an editable combobox with a list (ARIA Authoring Practices). */
"use strict";

function completing(form) {
  const input = form.querySelector("input[type=search]");
  const list = form.querySelector("[role=listbox]");
  const status = form.querySelector("[role=status]");
  let chosen = -1;
  let asked = null;
  let timer = 0;

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);

  function close() {
    list.hidden = true;
    list.replaceChildren();
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function point(index) {
    const options = list.children;
    if (chosen >= 0) options[chosen].setAttribute("aria-selected", "false");
    chosen = options.length ? (index + options.length + 1) % (options.length + 1) : -1;
    if (chosen === options.length) chosen = -1;
    if (chosen < 0) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    options[chosen].setAttribute("aria-selected", "true");
    options[chosen].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[chosen].id);
  }

  function take(option) {
    input.value = option.textContent;
    close();
    form.requestSubmit();
  }

  function show(words) {
    list.replaceChildren(
      ...words.map((word, index) => {
        const option = document.createElement("li");
        option.id = `choice-${index}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.textContent = word;
        option.addEventListener("pointerdown", (event) => event.preventDefault());
        option.addEventListener("click", () => take(option));
        return option;
      }),
    );
    chosen = -1;
    list.hidden = words.length === 0;
    input.setAttribute("aria-expanded", String(words.length > 0));
    input.removeAttribute("aria-activedescendant");
    status.textContent = words.length ? `${words.length} ${form.dataset.some}` : form.dataset.none;
  }

  async function ask() {
    const prefix = input.value.trim();
    asked?.abort();
    if (!prefix) {
      close();
      return;
    }
    asked = new AbortController();
    try {
      const answer = await fetch(`${form.dataset.complete}?q=${encodeURIComponent(prefix)}`, { signal: asked.signal });
      if (answer.ok) show((await answer.json())[1]);
    } catch {
      close(); /* Without completion the box still searches. */
    }
  }

  input.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (!event.isComposing) timer = setTimeout(ask, 120);
  });
  input.addEventListener("compositionend", () => {
    timer = setTimeout(ask, 120);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (list.hidden && event.key === "ArrowDown") {
      event.preventDefault();
      ask();
    } else if (!list.hidden && event.key === "ArrowDown") {
      event.preventDefault();
      point(chosen + 1);
    } else if (!list.hidden && event.key === "ArrowUp") {
      event.preventDefault();
      point(chosen < 0 ? list.children.length - 1 : chosen - 1);
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      take(list.children[chosen]);
    }
  });
}

document.querySelectorAll("form[data-complete]").forEach(completing);
