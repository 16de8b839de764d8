// Answers a click on a card: a word should its article be long in coming, and doors where the browser has none.

import { reduced } from "portico/motion";

const CARDS = ".plate-link, .row-title a, .next-article";
const LONGEST_CLOSING = 600;
const PATIENCE = 6000;
const root = document.documentElement;

/** @param {MouseEvent} event */
function leave(event) {
  const link = /** @type {HTMLAnchorElement | null} */ (/** @type {Element} */ (event.target).closest(CARDS));
  if (!link || reduced() || !isPlain(event, link)) return;
  root.dataset.leaving = "";
  setTimeout(stay, PATIENCE);
  if ("onpagereveal" in window) return;
  event.preventDefault();
  closeDoors().then(() => location.assign(link.href));
}

/**
 * Whether the click is one that leads to another page of ours in this window.
 * @param {MouseEvent} event
 * @param {HTMLAnchorElement} link
 */
function isPlain(event, link) {
  if (event.defaultPrevented || event.button !== 0) return false;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return false;
  if ((link.target && link.target !== "_self") || link.hasAttribute("download")) return false;
  return link.origin === location.origin && link.pathname !== location.pathname;
}

function closeDoors() {
  root.dataset.doors = "closing";
  try {
    sessionStorage.setItem("doors", "closed");
  } catch {
    // Storage may be closed to us; then the next page stands there without them.
  }
  const closed = document.getAnimations().map((animation) => animation.finished.catch(() => {}));
  return Promise.race([Promise.all(closed), new Promise((resolve) => setTimeout(resolve, LONGEST_CLOSING))]);
}

// Nothing came: a download, an answer without a page, or the visitor stopped it.
function stay() {
  delete root.dataset.leaving;
  delete root.dataset.doors;
}

document.addEventListener("click", leave);
