// One line of the inbox.

import { made } from "portico/made";
import { day } from "portico/moments";

/** @import { LetterEntry } from "../api/schema.d.ts" */

export const STATES = { new: "New", read: "Read", answered: "Answered", spam: "Spam" };

/** @param {LetterEntry} letter */
export function line({ id, name, topic, excerpt, state, created_at }) {
  const link = made(
    "a",
    { href: `#letter-${id}` },
    made("span", { className: "letter-name", dir: "auto" }, name),
    made("span", { className: "letter-note" }, [STATES[state], topic, day(created_at)].join(" · ")),
    made("span", { className: "letter-excerpt", dir: "auto" }, excerpt),
  );
  return made("li", { "data-state": state }, link);
}
