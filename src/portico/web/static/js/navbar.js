// The header turns light or dark with the surface that lies beneath it.

import { surfaceLightness } from "portico/surface";

const header = /** @type {HTMLElement | null} */ (document.querySelector(".site-header"));
let asked = false;

function ask() {
  if (asked) return;
  asked = true;
  requestAnimationFrame(() => {
    asked = false;
    if (header) turn(header);
  });
}

/** @param {HTMLElement} header */
function turn(header) {
  const box = header.getBoundingClientRect();
  const middle = (Math.max(box.top, 0) + box.bottom) / 2;
  const tone = middle > 0 ? toneAt(box.left + box.width / 2, middle, header) : undefined;
  if (tone && tone !== header.dataset.over) header.dataset.over = tone;
}

/**
 * @param {number} x
 * @param {number} y
 * @param {HTMLElement} header
 */
function toneAt(x, y, header) {
  for (const element of document.elementsFromPoint(x, y)) {
    const lightness = header.contains(element) ? undefined : surfaceLightness(element);
    if (lightness !== undefined) return lightness < 0.5 ? "dark" : "light";
  }
  return undefined;
}

addEventListener("scroll", ask, { passive: true });
addEventListener("resize", ask, { passive: true });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", ask);
new MutationObserver(ask).observe(document.documentElement, { attributeFilter: ["data-theme"] });
ask();
