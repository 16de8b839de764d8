// The links of a profile, as rows of a form that come and go.

const MOST = 8;

/** @typedef {{label: string, url: string}} Link */

/**
 * Add a row for a link, where there is room for one more.
 * @param {HTMLElement} place with a list and the template of a row
 * @param {Link} link
 */
export function rowOf(place, link) {
  const rows = /** @type {HTMLElement} */ (place.querySelector("[data-links]"));
  const template = /** @type {HTMLTemplateElement} */ (place.querySelector("template"));
  if (rows.children.length >= MOST) return undefined;
  const row = /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
  const [label, url] = row.querySelectorAll("input");
  label.value = link.label;
  url.value = link.url;
  label.required = url.required = true;
  row.querySelector("button")?.addEventListener("click", () => {
    row.remove();
    number(rows);
  });
  rows.append(row);
  number(rows);
  return row;
}

/** @param {HTMLElement} place @returns {Link[]} */
export function links(place) {
  return [...place.querySelectorAll("[data-links] > *")].map((row) => {
    const [label, url] = row.querySelectorAll("input");
    return { label: label.value.trim(), url: url.value.trim() };
  });
}

/** Each field is called as the API calls it, so that what is wrong finds its place. @param {HTMLElement} rows */
function number(rows) {
  for (const [index, row] of [...rows.children].entries()) {
    for (const [which, field] of [...row.querySelectorAll(".field")].entries()) {
      const input = /** @type {HTMLInputElement} */ (field.querySelector("input"));
      input.name = `links/${index}/${which ? "url" : "label"}`;
      input.id = `profile-links-${index}-${which}`;
      /** @type {HTMLLabelElement} */ (field.querySelector("label")).htmlFor = input.id;
      /** @type {HTMLElement} */ (field.querySelector(".field-error")).id = `${input.id}-error`;
      input.setAttribute("aria-describedby", `${input.id}-error`);
    }
    row.querySelector("button")?.setAttribute("aria-label", `Remove link ${index + 1}`);
  }
}
