/* What is done some at a time is carried on without a press of the button, until the page is left. */
"use strict";

const carrying = document.querySelector("form[data-carry-on]");
if (carrying) {
  const button = carrying.querySelector("button[type=submit]");
  setTimeout(() => carrying.requestSubmit(button), 800);
}
