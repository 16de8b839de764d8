// The steps of a page, of which one is shown; the focus goes where it begins.

import "portico/account/password-field";

/**
 * Show one step, and begin at its first field, else at its title.
 * @param {HTMLElement} place
 * @param {string} name
 */
export function go(place, name) {
  const steps = /** @type {NodeListOf<HTMLElement>} */ (place.querySelectorAll("[data-step]"));
  for (const step of steps) step.hidden = step.dataset.step !== name;
  const here = [...steps].find((step) => !step.hidden);
  const field = /** @type {HTMLElement | undefined} */ (here && [...here.querySelectorAll("input")].find(isOpen));
  const title = /** @type {HTMLElement | null | undefined} */ (here?.querySelector("h1"));
  (field ?? title)?.focus();
}

/**
 * A form of a page by its name.
 * @param {HTMLElement} place
 * @param {string} name
 */
export function form(place, name) {
  return /** @type {HTMLFormElement} */ (place.querySelector(`[data-form="${name}"]`));
}

/** Have the other doors lead to where the visitor wanted to go as well. @param {HTMLElement} place */
export function keepWanted(place) {
  const to = new URLSearchParams(location.search).get("to");
  const doors = /** @type {NodeListOf<HTMLAnchorElement>} */ (place.querySelectorAll("a[data-door]"));
  if (to) for (const door of doors) door.search = String(new URLSearchParams({ to }));
}

/**
 * Write a text wherever a page has a place for it.
 * @param {HTMLElement} place
 * @param {string} name of the place's attribute
 * @param {string} text
 */
export function fill(place, name, text) {
  for (const part of place.querySelectorAll(`[${name}]`)) part.textContent = text;
}

/**
 * Have a button try another way, and say below the ways what went wrong.
 * @param {HTMLElement} place
 * @param {string} name
 * @param {() => unknown} deed
 */
export function way(place, name, deed) {
  place.querySelector(`[data-way="${name}"]`)?.addEventListener("click", async () => {
    try {
      fill(place, "data-ways-problem", "");
      await deed();
    } catch (problem) {
      fill(place, "data-ways-problem", /** @type {Error} */ (problem).message);
    }
  });
}

/** @param {HTMLElement} field */
function isOpen(field) {
  return field.checkVisibility() && !(/** @type {HTMLInputElement} */ (field).disabled);
}
