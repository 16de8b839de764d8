// A form that is sent through the API: what is wrong stands beside its field, and is read out.

/** @import { Problem } from "../api/problem.js" */

/** @typedef {Record<string, string>} Values */
/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Field */

/**
 * Have a form do a deed when it is sent, once at a time.
 * @param {HTMLFormElement} form
 * @param {(values: Values) => Promise<unknown>} deed whose Problem is shown where it belongs
 */
export function onSubmit(form, deed) {
  form.noValidate = true;
  form.addEventListener("input", ({ target }) => clear(/** @type {Field} */ (target)));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (form.ariaBusy === "true" || !complete(form)) return;
    form.ariaBusy = "true";
    try {
      await deed(/** @type {Values} */ (Object.fromEntries(new FormData(form))));
    } catch (problem) {
      show(form, /** @type {Problem} */ (problem));
    } finally {
      form.ariaBusy = null;
    }
  });
}

/**
 * Say what went wrong: at the fields that it names, else above the button.
 * @param {HTMLFormElement} form
 * @param {Problem} problem
 */
export function show(form, problem) {
  const placed = (problem.errors ?? []).filter(({ pointer, detail }) => {
    const field = form.elements.namedItem(pointer.replace(/^\/?body\//, ""));
    return mark(/** @type {Field | null} */ (field), detail);
  });
  say(form, placed.length ? "" : problem.message);
  /** @type {Field | null} */ (form.querySelector("[aria-invalid=true]"))?.focus();
}

/** @param {HTMLFormElement} form @param {string} words */
export function say(form, words) {
  const place = form.querySelector(".form-problem");
  if (place) place.textContent = words;
}

/** @param {HTMLFormElement} form */
function complete(form) {
  say(form, "");
  const fields = /** @type {Field[]} */ ([...form.elements].filter((field) => "validity" in field));
  for (const field of fields) clear(field);
  const wrong = fields.filter(isWrong);
  wrong[0]?.focus();
  return wrong.length === 0;
}

/** Say at a field what is wrong with it, if anything is. @param {Field} field */
export function isWrong(field) {
  const wrong = !field.hidden && field.validity?.valid === false;
  if (wrong) mark(field, words(/** @type {HTMLInputElement} */ (field)));
  return wrong;
}

/** @param {HTMLInputElement} field */
function words({ validity, title, type, validationMessage, minLength }) {
  if (validity.valueMissing) return "This is needed.";
  if (validity.typeMismatch) return `Write a whole address, such as ${type === "url" ? "https://example.org" : "ada@example.org"}.`;
  if (validity.tooShort) return `Give ${minLength} or more characters.`;
  return validity.patternMismatch ? title : validationMessage;
}

/** @param {Field | null} field @param {string} words */
function mark(field, words) {
  const place = field && document.getElementById(`${field.id}-error`);
  if (!place) return false;
  field.setAttribute("aria-invalid", "true");
  place.textContent = words;
  place.hidden = false;
  return true;
}

/** @param {Field} field */
function clear(field) {
  field.removeAttribute("aria-invalid");
  const place = document.getElementById(`${field.id}-error`);
  if (place) place.hidden = true;
}
