// Whether the visitor wishes for less motion; asked anew each time, as the wish can change.

const WISH = matchMedia("(prefers-reduced-motion: reduce)");

/** @returns {boolean} */
export function reduced() {
  return WISH.matches;
}
