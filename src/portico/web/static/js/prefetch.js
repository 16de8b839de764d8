// Fetches the pictures of the next page: of links one points at and, in a quiet moment, of the likeliest two.

import { ready } from "portico/ready";

const LIKELY = 'main a[rel~="next"], main a[rel~="prev"], main .h-entry a.u-url';
const MOST = 2;
const { saveData = false, effectiveType = "4g" } = /** @type {any} */ (navigator).connection ?? {};

/** @param {Element | null} link */
function warmBehind(link) {
  if (!(link instanceof HTMLAnchorElement) || link.origin !== location.origin) return;
  import("portico/warming").then(({ warmFirstOf }) => warmFirstOf(link.pathname)).catch(() => {});
}

/** @param {Event} event */
function pointedAt({ target }) {
  if (target instanceof Element) warmBehind(target.closest("a[href]"));
}

function inAQuietMoment() {
  [...document.querySelectorAll(LIKELY)].slice(0, MOST).forEach((link) => warmBehind(link));
}

// Where bytes are dear, the browser leaves out the pages of the speculation rules by itself.
if (!saveData && effectiveType === "4g") {
  for (const sign of ["pointerover", "focusin", "touchstart"]) {
    document.addEventListener(sign, pointedAt, { passive: true });
  }
  // Safari has no idle callbacks.
  ready().then(() => (globalThis.requestIdleCallback ?? setTimeout)(inAQuietMoment));
}

// A page that was fetched ahead was not counted then. Asking whether it is still current counts it.
const [visit] = performance.getEntriesByType("navigation");
if (/** @type {any} */ (visit)?.deliveryType === "navigational-prefetch") {
  fetch(location.href, { cache: "no-cache", priority: "low" }).catch(() => {});
}
