// Questions that are asked before something is done.

import { button, made } from "portico/made";

/** @type {Record<"spam" | "abuse" | "off-topic" | "other", string>} */
const REASONS = {
  spam: "It is advertising or spam",
  abuse: "It attacks or insults somebody",
  "off-topic": "It has nothing to do with the article",
  other: "Something else",
};

/** @typedef {keyof typeof REASONS} Reason */

/**
 * @param {{title: string, words: string, verb: string, danger?: boolean}} question
 * @param {...HTMLElement} fields
 * @returns {Promise<FormData | null>} what was filled in; nothing where the answer is no
 */
export function ask({ title, words, verb, danger }, ...fields) {
  const { promise, resolve } = Promise.withResolvers();
  const id = `question-${Date.now()}`;
  const yes = made("button", { className: danger ? "call danger-call" : "call", type: "submit", value: "yes", textContent: verb });
  const no = button("Not now", () => dialog.close(), { className: "quiet-call", autofocus: !fields.length });
  const deeds = made("p", { className: "form-deeds" }, yes, no);
  const form = made("form", { className: "form", method: "dialog" }, ...fields, deeds);
  const dialog = made("dialog", { className: "ask", "aria-labelledby": id });
  dialog.append(made("h2", { id, textContent: title }), made("p", { textContent: words }), form);
  dialog.addEventListener("close", () => {
    resolve(dialog.returnValue === "yes" ? new FormData(form) : null);
    dialog.remove();
  });
  document.body.append(dialog);
  dialog.showModal();
  return promise;
}

/** @param {string} name of who said it @returns {Promise<{reason: Reason, note: string} | null>} */
export async function askWhy(name) {
  const choices = Object.entries(REASONS).map(([value, label], at) =>
    made("label", { className: "choice" }, made("input", { type: "radio", name: "reason", value, required: true, checked: !at }), label),
  );
  const note = made("textarea", { name: "note", maxLength: 500, rows: 2, id: "report-note" });
  const given = await ask(
    { title: `Report this comment of ${name}`, words: "The keepers of this site will look at it. Nobody else is told.", verb: "Report" },
    made("fieldset", {}, made("legend", { textContent: "What is wrong with it?" }), ...choices),
    made("div", { className: "field" }, made("label", { htmlFor: "report-note", textContent: "Anything to add (optional)" }), note),
  );
  if (!given) return null;
  return { reason: /** @type {Reason} */ (given.get("reason")), note: String(given.get("note")) };
}
