// Elements as they are written: a name, its properties and attributes, what stands in it.

/**
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, unknown>} [given] properties of the element, and attributes where it has no such property
 * @param {...(Node | string | null | undefined | false)} inside
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function made(name, given = {}, ...inside) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined || value === null) continue;
    if (key in element) Object.assign(element, { [key]: value });
    else element.setAttribute(key, String(value));
  }
  element.append(.../** @type {(Node | string)[]} */ (inside.filter((each) => each || each === "")));
  return element;
}

/** @param {string} label @param {(button: HTMLButtonElement) => unknown} deed @param {Record<string, unknown>} [given] */
export function button(label, deed, given = {}) {
  const element = made("button", { type: "button", textContent: label, ...given });
  element.addEventListener("click", () => deed(element));
  return element;
}
