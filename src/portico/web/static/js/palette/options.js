// Draws what one can choose in the palette: groups of links and buttons that are options of a listbox.

/**
 * @typedef {object} Option
 * @property {string} label
 * @property {readonly (string | Node)[]} [title] the label with what was found in it
 * @property {string} [note] a word at the end of the line
 * @property {readonly (string | Node)[]} [passage] the words around what was found
 * @property {string} [href]
 * @property {() => void} [run] what happens when it is no link
 */

/** @typedef {{heading: string, options: readonly Option[]}} Group */

/** @param {readonly Group[]} groups */
export function draw(groups) {
  return groups.filter(({ options }) => options.length).map(group);
}

/** @param {Group} group @param {number} index */
function group({ heading, options }, index) {
  const element = part("div", "palette-group");
  element.setAttribute("role", "group");
  const name = part("p", "palette-heading", heading);
  name.id = `palette-group-${index}`;
  name.setAttribute("role", "presentation");
  element.setAttribute("aria-labelledby", name.id);
  element.append(name, ...options.map((option, place) => drawn(option, `palette-option-${index}-${place}`)));
  return element;
}

/** @param {Option} option @param {string} id */
function drawn({ label, title = [label], note, passage, href, run }, id) {
  const element = document.createElement(href ? "a" : "button");
  if (element instanceof HTMLAnchorElement) element.href = href ?? "";
  else element.type = "button";
  element.className = "palette-option";
  element.id = id;
  element.tabIndex = -1;
  element.setAttribute("role", "option");
  element.setAttribute("aria-selected", "false");
  if (run) element.addEventListener("click", run);
  element.append(part("span", "palette-title", ...title));
  if (note) element.append(part("span", "palette-note", note));
  if (passage?.length) element.append(part("span", "palette-passage", ...passage));
  return element;
}

/** @param {string} kind @param {string} name @param {readonly (string | Node)[]} content */
function part(kind, name, ...content) {
  const element = document.createElement(kind);
  element.className = name;
  element.append(...content);
  return element;
}
