/* A draft is saved while it is typed. Without scripts the buttons save it. */
"use strict";

const form = document.querySelector("form[data-autosave]");
if (form) {
  const told = form.querySelector("[data-saved]");
  let due = 0;
  let saving = false;
  let stopped = false;
  const save = async () => {
    if (saving) {
      due = setTimeout(save, 500);
      return;
    }
    saving = true;
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body: new FormData(form) });
      const found = await answer.json();
      told.textContent = found.problem ?? found.saved;
      if (answer.ok) {
        form.elements.revision.value = found.revision;
        form.dataset.autosave = found.autosave;
        form.action = found.page;
        if (window.location.pathname !== found.page) window.history.replaceState(null, "", found.page);
      } else {
        stopped = true;
      }
    } catch {
      /* No connection or signed out: what was typed is still in the form, and the buttons tell. */
    } finally {
      saving = false;
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(due);
    if (!stopped) due = setTimeout(save, 1200);
  });
  form.addEventListener("submit", () => {
    stopped = true;
    clearTimeout(due);
  });
}
