// How comments nest on the page: six times at most, and below that in the order in which they came.

import { made } from "portico/made";

const DEEPEST = 6;

/** A place for a comment and what is said below it. @param {number} id not above 0 while it is being sent */
export function placeFor(id) {
  const place = made("li", { className: "comment-place" }, made("ol", { className: "replies" }));
  place.dataset.id = String(id > 0 ? id : Infinity);
  return place;
}

/** The comment that a place stands below. @param {HTMLElement} place */
export function outer(place) {
  return /** @type {HTMLElement | null | undefined} */ (place.parentElement?.closest(".comment-place"));
}

/** Put a reply where it belongs. @param {HTMLElement} answered @param {HTMLElement} place */
export function nest(answered, place) {
  const below = levels(answered) > DEEPEST ? outer(answered) : answered;
  const list = /** @type {HTMLElement} */ (below?.querySelector(":scope > .replies"));
  let before = list.lastElementChild;
  while (before && came(before) > came(place)) before = before.previousElementSibling;
  if (before) before.after(place);
  else list.prepend(place);
  place.dataset.level = String(levels(place));
}

/** The numbers of a comment and of all below it, in the order in which they came. @param {HTMLElement} place */
export function within(place) {
  const all = [place, ...place.querySelectorAll(".comment-place")].map(came);
  return all.filter(Number.isFinite).toSorted((one, other) => one - other);
}

/** Whether somebody is just writing in a comment, or standing there. @param {HTMLElement | null} element */
export function inUse(element) {
  return Boolean(element?.contains(document.activeElement) || element?.querySelector("form"));
}

/** Whether somebody stands somewhere else on the page, from where nothing should take them. @param {HTMLElement} element */
export function isElsewhere(element) {
  const at = document.activeElement;
  return at !== null && at !== document.body && !element.contains(at);
}

/** @param {HTMLElement} place @returns {number} */
function levels(place) {
  const around = outer(place);
  return around ? levels(around) + 1 : 0;
}

/** @param {Element} place */
function came(place) {
  return Number(/** @type {HTMLElement} */ (place).dataset.id);
}
