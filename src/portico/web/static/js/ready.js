// The moment from which a page may move: `preloader-complete`, once for each page, whatever else fails.

const LONGEST = 3000;
const root = document.documentElement;

/** @type {Promise<void>} */
const moment = new Promise((resolve) => {
  document.addEventListener("preloader-complete", () => resolve(), { once: true });
});

/** Settles when the page stands before the visitor. */
export function ready() {
  return moment;
}

/** Say that the page stands before the visitor; saying it twice changes nothing. */
export function complete() {
  if ("ready" in root.dataset) return;
  delete root.dataset.preloading;
  root.dataset.ready = "";
  document.dispatchEvent(new CustomEvent("preloader-complete"));
}

// Should the preloader never arrive, the style sheet takes its cover away, and nobody waits for it here.
if ("preloading" in root.dataset) setTimeout(complete, LONGEST);
else complete();
