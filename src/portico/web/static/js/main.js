// Loads each behaviour only on pages that have a place for it.

import "portico/ready";

const BEHAVIOURS = {
  "[data-preloading]": "portico/preloader",
  "theme-switch": "portico/theme-switch",
  "[data-member] .member": "portico/account/menu",
  "[data-member] .bell": "portico/notifications/bell",
  "search-palette": "portico/search-palette",
  ".offline": "portico/offline-banner",
  "page-contents": "portico/page-contents",
  "share-links": "portico/share-links",
  "save-button": "portico/save-button",
  "reader-discussion": "portico/reader-discussion",
  "copy-code": "portico/copy-code",
  "click-to-load": "portico/click-to-load",
  "film-cover": "portico/film-cover",
  ".footnotes": "portico/side-notes",
  ".page-article .prose": "portico/drawn-ahead",
  "signal-strip": "portico/signal-strip",
  "booking-opener": "portico/booking",
  "contact-form": "portico/contact/form",
  "main a": "portico/prefetch",
  "[data-worker]": "portico/offline-worker",
};

/** What nobody can miss before the first sign of a visitor. */
const ANSWERS = {
  ".site-header": "portico/navbar",
  main: "portico/reveal",
  ".plate-link, .row-title a, .next-article": "portico/leaving",
  body: "portico/click-mark",
};
const SIGNS = ["scroll", "wheel", "pointermove", "pointerdown", "keydown"];

/**
 * Asks for each in a task of its own.
 *
 * @param {Record<string, string>} behaviours
 */
async function load(behaviours) {
  for (const [selector, module] of Object.entries(behaviours)) {
    if (!document.querySelector(selector)) continue;
    import(module);
    await globalThis.scheduler?.yield();
  }
}

load(BEHAVIOURS);
const first = new AbortController();
for (const sign of SIGNS) addEventListener(sign, answer, { passive: true, signal: first.signal });
for (const sign of ["pointerdown", "keydown"]) addEventListener(sign, walk, { passive: true, once: true });

function answer() {
  first.abort();
  load(ANSWERS);
}

/** From now on ways within the page are walked. */
function walk() {
  document.documentElement.dataset.walked = "";
}
