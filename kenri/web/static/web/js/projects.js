/* A running project is followed without loading the page anew; ticking many rows at once. */
"use strict";

const running = document.querySelector("[data-progress]");
if (running) {
  const bar = running.querySelector("progress");
  const percent = running.querySelector("[data-percent]");
  const left = running.querySelector("[data-left]");
  const ask = async () => {
    try {
      const answer = await fetch(running.dataset.progress);
      const told = await answer.json();
      if (!told.running) {
        window.location.reload();
        return;
      }
      bar.value = told.percent;
      percent.textContent = told.percent;
      left.textContent = told.left === null ? "" : `${left.dataset.words} ${told.left}`;
    } catch {
      /* The server may be starting anew; the next question will tell. */
    }
    setTimeout(ask, 1500);
  };
  setTimeout(ask, 800);
}
