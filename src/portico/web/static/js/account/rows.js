// Lists of what somebody has here, each row made from the template beside its list.

import { exactly } from "portico/moments";

/**
 * @typedef {object} Row
 * @property {string} name
 * @property {string} note
 * @property {() => Promise<unknown>} [remove] none where nothing can be removed
 */

/**
 * @param {HTMLElement} place with a list, a template and a place for what goes wrong
 * @param {readonly Row[]} rows
 */
export function list(place, rows) {
  const template = /** @type {HTMLTemplateElement} */ (place.querySelector("template"));
  const drawn = rows.map(({ name, note, remove }) => {
    const row = /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
    /** @type {HTMLElement} */ (row.querySelector("[data-name]")).textContent = name;
    /** @type {HTMLElement} */ (row.querySelector("[data-note]")).textContent = note;
    const button = /** @type {HTMLButtonElement | null} */ (row.querySelector("[data-remove]"));
    // The buttons of a list all say the same, and to whoever only hears them must not.
    button?.setAttribute("aria-label", `${button.textContent}: ${name}`);
    if (remove) button?.addEventListener("click", () => attempt(place, remove));
    else button?.remove();
    return row;
  });
  place.querySelector("[data-list]")?.replaceChildren(...drawn);
}

/**
 * Do a deed, and say in its place what went wrong.
 * @param {HTMLElement} place
 * @param {() => unknown} deed
 */
export async function attempt(place, deed) {
  const words = /** @type {HTMLElement} */ ([...place.querySelectorAll(".form-problem")].at(-1));
  words.textContent = "";
  try {
    await deed();
  } catch (problem) {
    words.textContent = /** @type {Error} */ (problem).message;
  }
}

/**
 * Have a button of a place do a deed.
 * @param {HTMLElement} place
 * @param {string} selector
 * @param {() => unknown} deed
 */
export function button(place, selector, deed) {
  place.querySelector(selector)?.addEventListener("click", () => attempt(place, deed));
}

/** @param {string | null} moment */
export function last(moment) {
  return moment ? `last used ${exactly(moment)}` : "never used yet";
}
