/* Keys of the review page; every button works without them. */
"use strict";

const keys = document.getElementById("keys");
const remembered = "kenri-review-keys";

/* Single keys can be turned off, for those whose speech or switches would press them by accident. */
if (keys) {
  keys.closest(".keys").hidden = false;
  try {
    keys.checked = localStorage.getItem(remembered) !== "off";
    keys.addEventListener("change", () => localStorage.setItem(remembered, keys.checked ? "on" : "off"));
  } catch {
    /* Without storage they are on again on the next page. */
  }
}

let gone = false;
document.addEventListener("keydown", (event) => {
  if (gone || event.repeat || event.ctrlKey || event.altKey || event.metaKey || (keys && !keys.checked)) return;
  if (event.target.closest("input:not([type=checkbox]), select, textarea")) return;
  /* While a Japanese input method is on, only the place of the key is told. */
  const key = event.key === "Process" || event.isComposing ? event.code.replace("Key", "") : event.key;
  const wanted = key.length === 1 ? key.toLowerCase() : key;
  const button = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === wanted);
  if (!button) return;
  event.preventDefault();
  gone = true;
  button.click();
});
/* A page that the browser brings back takes keys again. */
window.addEventListener("pageshow", () => { gone = false; });
