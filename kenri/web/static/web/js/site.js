/* Small comforts; every page works without them. */
"use strict";

/* On narrow screens the conditions start folded, so that the results come first. */
const facets = document.getElementById("facets");
if (facets && window.matchMedia("(max-width: 61.99rem)").matches) facets.open = false;

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
