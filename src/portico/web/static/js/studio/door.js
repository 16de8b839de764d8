// The door of a room: says in words why it is shut, and what opens it.

import { factored } from "portico/account/proof";
import { root } from "portico/state/shared";

/** @import { Problem } from "../api/problem.js" */
/** @import { Room } from "./room.js" */

/**
 * @typedef {object} Reason
 * @property {string} title
 * @property {string} words
 * @property {{label: string, path: string}} [link]
 * @property {string} [again] what the button says that tries once more
 */

const NOT_YOURS = "This room is not for your role";
const STRANGER = {
  title: NOT_YOURS,
  words: "The studio is for those who look after this site. Its owner can give you that role.",
  link: { label: "To the front of the house", path: "/" },
};
const MODERATOR = {
  title: NOT_YOURS,
  words: "Only the owner of the site comes in here. What others wrote is yours to look after.",
  link: { label: "To the comments", path: "/studio/comments" },
};
const NO_FACTOR = {
  title: "This needs a second factor",
  words: "Owner and moderators sign in with a passkey, or with a code from an authenticator app. You have neither yet.",
  link: { label: "Set one up", path: "/settings#set-passkeys" },
};
const FACTOR = {
  title: "Show your second factor",
  words: "The rooms of the studio stay open for twelve hours after a passkey or a code from your authenticator app.",
  again: "Show it now",
};

/** @param {Room} room @param {Problem} problem */
export function shut(room, problem) {
  const { title, words, link, again } = reason(room, problem);
  const title_place = room.piece("[data-door-title]");
  const anchor = /** @type {HTMLAnchorElement} */ (room.piece("[data-door-link]"));
  const button = /** @type {HTMLButtonElement} */ (room.piece("[data-door-again]"));
  title_place.textContent = title;
  room.piece("[data-door-words]").textContent = words;
  anchor.hidden = !link;
  anchor.textContent = link?.label ?? "";
  if (link) anchor.href = root + link.path;
  button.hidden = !again;
  button.textContent = again ?? "";
  button.toggleAttribute("data-factor", problem.code === "second-factor-needed");
  room.piece("[data-inside]").hidden = true;
  room.piece("[data-door]").hidden = false;
  room.say("");
  title_place.focus();
}

/** Try the door once more, after the proof that it asks for. @param {Room} room */
export async function unlock(room) {
  try {
    if (room.piece("[data-door-again]").hasAttribute("data-factor")) await factored();
    await room.enter();
  } catch (problem) {
    room.say(/** @type {Error} */ (problem).message);
  }
}

/** @param {Room} room @param {Problem} problem @returns {Reason} */
function reason({ known }, { code, title, message }) {
  if (code === "not-for-role") return known?.role === "moderator" ? MODERATOR : STRANGER;
  if (code !== "second-factor-needed") return { title: title ?? "This room could not be shown", words: message, again: "Try again" };
  const { totp = false, passkeys = 0 } = known?.factors ?? {};
  return totp || passkeys ? FACTOR : NO_FACTOR;
}
