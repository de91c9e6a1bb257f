/* A running project is followed without loading the page anew. */
"use strict";

const running = document.querySelector("[data-progress]");
if (running) {
  const bar = running.querySelector("progress");
  const words = running.querySelector("[data-words]");
  const ask = async () => {
    try {
      const answer = await fetch(running.dataset.progress);
      const told = await answer.json();
      if (!told.running) {
        window.location.reload();
        return;
      }
      bar.value = told.percent;
      words.textContent = told.words;
    } catch {
      /* The server may be starting anew; the next question will tell. */
    }
    setTimeout(ask, 1500);
  };
  setTimeout(ask, 800);
}
