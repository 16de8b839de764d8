// What is held back until somebody has looked, as the owner decides it.

import { onSubmit } from "portico/account/form";
import { moderation } from "portico/api/moderation";
import { client } from "portico/state/shared";

/** @import { Rules } from "../api/schema.d.ts" */
/** @import { Room } from "./room.js" */

const { rules, setRules } = moderation(client);

/** @param {Room} room */
export function furnish(room) {
  const place = /** @type {HTMLDetailsElement} */ (room.piece("[data-rules]"));
  const form = /** @type {HTMLFormElement} */ (place.querySelector("form"));
  place.addEventListener("toggle", () => place.open && room.attempt(async () => fill(form, await rules())));
  onSubmit(form, async ({ hold_first, words, most_links }) => {
    const wanted = { hold_first: Boolean(hold_first), words: listed(words), most_links: Number(most_links) };
    fill(form, await setRules(wanted));
    room.piece("[data-rules-kept]").textContent = "Kept.";
  });
  form.addEventListener("input", () => (room.piece("[data-rules-kept]").textContent = ""));
}

/** @param {string} words one on each line */
function listed(words) {
  return [...new Set(words.split("\n").map((word) => word.trim()))].filter(Boolean);
}

/** @param {HTMLFormElement} form @param {Rules} now */
function fill(form, { hold_first, words, most_links }) {
  /** @type {HTMLInputElement} */ (form.elements.namedItem("hold_first")).checked = hold_first;
  /** @type {HTMLTextAreaElement} */ (form.elements.namedItem("words")).value = words.join("\n");
  /** @type {HTMLInputElement} */ (form.elements.namedItem("most_links")).value = String(most_links);
}
