// One line of the list of people: who it is, and what the owner can do about them.

import { day } from "portico/moments";
import { root } from "portico/state/shared";

/** @import { Body } from "../api/client.js" */
/** @import { PersonAnswer } from "../api/schema.d.ts" */

/** @typedef {Body<"PATCH /api/v1/people/{number}">} Change */

const STATES = { active: "", suspended: "suspended", deactivated: "closed", anonymised: "deleted" };

/**
 * @param {HTMLTemplateElement} template
 * @param {PersonAnswer} person
 * @param {boolean} mine whether it is who looks at the list
 * @param {(body: Change) => void} change
 */
export function drawn(template, person, mine, change) {
  const row = /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
  const name = /** @type {HTMLAnchorElement} */ (row.querySelector("[data-name]"));
  const role = /** @type {HTMLSelectElement} */ (row.querySelector("[data-role]"));
  const button = /** @type {HTMLButtonElement} */ (row.querySelector("[data-state]"));
  row.toggleAttribute("data-closed", person.state !== "active");
  name.textContent = person.username ?? "Somebody who left";
  if (person.state === "active") name.href = `${root}/@${person.username}`;
  /** @type {HTMLElement} */ (row.querySelector("[data-note]")).textContent = note(person, mine);
  role.value = person.role;
  role.setAttribute("aria-label", `Role of ${person.username}`);
  role.addEventListener("change", () => change({ role: /** @type {Change["role"]} */ (role.value) }));
  const state = person.state === "suspended" ? "active" : "suspended";
  button.textContent = state === "active" ? "Open again" : "Suspend";
  button.setAttribute("aria-label", `${button.textContent}: ${person.username}`);
  button.addEventListener("click", () => change({ state }));
  role.hidden = button.hidden = mine || person.state === "deactivated" || person.state === "anonymised";
  return row;
}

/** @param {PersonAnswer} person @param {boolean} mine */
function note({ email, role, state, created_at, last_seen_at, deletion_at }, mine) {
  const parts = [
    mine ? `you, ${role}` : "",
    STATES[state] + (deletion_at ? `, deleted on ${day(deletion_at)}` : ""),
    email,
    `joined ${day(created_at)}`,
    last_seen_at ? `last seen ${day(last_seen_at)}` : "",
  ];
  return parts.filter(Boolean).join(" · ");
}
