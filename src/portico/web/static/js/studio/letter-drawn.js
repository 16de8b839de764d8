// What stands where in the inbox when a letter is open.

import { made } from "portico/made";
import { exactly } from "portico/moments";

/** @import { LetterView } from "../api/schema.d.ts" */

const CHECKED = {
  turnstile: "checked by Turnstile",
  stamp: "checked by the form",
  trap: "written without scripts, so hardly checked",
};

/** @param {LetterView} letter @returns {Record<string, (Node | string)[]>} by place */
export function drawn({ topic, name, email, text, state, checked, created_at, answers }) {
  const from = made("a", { href: `mailto:${email}` }, email);
  return {
    "[data-title]": [topic],
    "[data-facts]": [made("bdi", {}, name), ", ", from, ` · ${exactly(created_at)} · ${CHECKED[checked]}`],
    "[data-text]": [text],
    "[data-answers]": answers.map((answer) =>
      made(
        "li",
        {},
        made("p", { className: "letter-note" }, `Answered ${exactly(answer.created_at)}`),
        made("p", { className: "letter-text", dir: "auto" }, answer.text),
      ),
    ),
    "[data-state-change]": [state === "spam" ? "This is not spam" : "This is spam"],
  };
}
