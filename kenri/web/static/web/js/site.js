/* Small comforts; every page works without them. */
"use strict";

/* On narrow screens conditions and menus start folded, so that what the page is about comes first. */
if (window.matchMedia("(max-width: 61.99rem)").matches) {
  document.querySelectorAll("details[data-folds]").forEach((one) => (one.open = false));
}

/* Buttons that copy a field. */
document.querySelectorAll("button[data-copy]").forEach((button) => {
  const field = document.getElementById(button.dataset.copy);
  const status = button.nextElementSibling;
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      document.execCommand("copy"); /* The clipboard needs https; a site on this machine may not have it. */
    }
    status.textContent = button.dataset.done;
  });
});

/* Arrow keys turn the page while the focus is on the page links. */
document.querySelectorAll("[data-paging]").forEach((paging) => {
  paging.querySelector(".hint").hidden = false;
  paging.addEventListener("keydown", (event) => {
    const rel = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
    const link = rel && paging.querySelector(`a[rel=${rel}]`);
    if (link && !event.altKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      link.click();
    }
  });
});

/* Passwords are shown on request, and a new one is told how strong it is: long, and not of few letters. */
document.querySelectorAll("button[data-shows]").forEach((button) => {
  const field = document.getElementById(button.dataset.shows);
  const words = [button.textContent, button.dataset.hide];
  button.hidden = false;
  button.addEventListener("click", () => {
    field.type = field.type === "password" ? "text" : "password";
    button.textContent = words[Number(field.type === "text")];
  });
});
document.querySelectorAll("[data-strength]").forEach((told) => {
  const words = told.dataset.words.split("|");
  document.getElementById(told.dataset.strength).addEventListener("input", (event) => {
    const typed = event.target.value;
    const strong = typed.length >= 20 || (typed.length >= 16 && new Set(typed).size >= 10);
    const grade = typed.length < 12 ? 0 : strong ? 2 : 1;
    told.textContent = typed && words[grade];
  });
});
