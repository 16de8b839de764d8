// Who is banned, and what was done: two lists that are asked for when somebody opens them.

import { moderation } from "portico/api/moderation";
import { button, made } from "portico/made";
import { exactly } from "portico/moments";
import { root, client } from "portico/state/shared";

/** @import { ActView, BanView } from "../api/schema.d.ts" */
/** @import { Room } from "./room.js" */

const { acts, bans, unban } = moderation(client);
/** @type {Record<string, string>} */
const DONE = {
  approve: "approved a comment",
  hide: "hid a comment",
  spam: "called a comment spam",
  delete: "deleted a comment",
  hold: "took a comment down",
  undo: "undid that",
  ban: "banned",
  unban: "let in again",
  rules: "changed the rules",
};

/** @param {Room} room */
export function furnish(room) {
  opened(room, "[data-bans]", bans, (ban) => banned(room, ban), "Nobody is banned.");
  opened(room, "[data-acts]", acts, act, "Nothing was done yet.");
}

/**
 * @template Item
 * @param {Room} room
 * @param {string} selector of a details element with a list and a button
 * @param {(query: Record<string, string>) => Promise<{ items: readonly Item[], next_cursor: string | null }>} find
 * @param {(item: Item) => HTMLElement} row
 * @param {string} nothing
 */
function opened(room, selector, find, row, nothing) {
  const place = /** @type {HTMLDetailsElement} */ (room.piece(selector));
  const list = /** @type {HTMLElement} */ (place.querySelector("ol"));
  const more = /** @type {HTMLButtonElement} */ (place.querySelector("button"));
  /** @type {string | null} */
  let cursor = null;
  const load = () =>
    room.attempt(async () => {
      const part = await find(cursor ? { cursor } : {});
      if (!cursor) list.replaceChildren();
      list.append(...part.items.map(row));
      if (!list.childElementCount) list.append(made("li", {}, nothing));
      cursor = part.next_cursor;
      more.hidden = !cursor;
    });
  place.addEventListener("toggle", () => {
    cursor = null;
    if (place.open) load();
  });
  more.addEventListener("click", load);
}

/** @param {Room} room @param {BanView} ban @returns {HTMLElement} */
function banned(room, { username, reason, created_at }) {
  const lift = () =>
    room.attempt(async () => {
      await unban(username);
      row.remove();
    });
  const row = made(
    "li",
    {},
    made("a", { className: "ledger-name", href: `${root}/@${username}` }, username),
    made("span", { className: "ledger-note", dir: "auto" }, [exactly(created_at), reason].filter(Boolean).join(" · ")),
    button("Let in again", lift, { className: "quiet-call", ariaLabel: `Let in again: ${username}` }),
  );
  return row;
}

/** @param {ActView} done @returns {HTMLElement} */
function act({ act: what, actor, by_rule, username, comment_id, undone, at }) {
  const who = actor ?? (by_rule ? "The rules" : "Somebody who is gone");
  const whom = username ? (comment_id ? ` of ${username}` : ` ${username}`) : "";
  const about = comment_id ? `comment ${comment_id}` : "";
  return made(
    "li",
    {},
    made("span", { className: "ledger-name" }, `${who} ${DONE[what] ?? what}${whom}`),
    made("span", { className: "ledger-note" }, [exactly(at), about, undone && "undone"].filter(Boolean).join(" · ")),
  );
}
