// Brings threads onto the page, and offers what follows them.

import { button } from "portico/made";
import { counted, why } from "portico/discussion/words";

/** @import { Thread } from "../api/schema.d.ts" */
/** @import { Talk } from "./talk.js" */

/** @param {Talk} talk @param {readonly Thread[]} threads @param {"first" | "last"} [end] where new ones stand */
export function filled(talk, threads, end = "last") {
  for (const { comment, replies, more } of threads) {
    const known = talk.tree.comments.has(comment.id);
    talk.tree.put(comment, end);
    for (const reply of replies) talk.tree.put(reply);
    if (!known) offerReplies(talk, comment.id, more);
  }
}

/** @param {Talk} talk @param {string | null} cursor */
export function offerMore(talk, cursor) {
  const { api, collection, slug, sort, parts } = talk;
  offer(talk, parts.more, cursor, "Show more", async () => {
    const { threads, next_cursor } = await api.read(collection, slug, { sort, cursor: cursor ?? undefined });
    return grown(talk, ["comment shown", "comments shown"], () => {
      filled(talk, threads);
      offerMore(talk, next_cursor);
    });
  });
}

/** @param {Talk} talk @param {number} id @param {string | null} cursor */
function offerReplies(talk, id, cursor) {
  const place = /** @type {HTMLElement} */ (talk.tree.place(id));
  offer(talk, place, cursor, "Show more replies", async () => {
    const { items, next_cursor } = await talk.api.replies(id, { cursor: cursor ?? undefined });
    return grown(talk, ["reply shown", "replies shown"], () => {
      for (const reply of items) talk.tree.put(reply);
      offerReplies(talk, id, next_cursor);
    });
  });
}

/** @param {Talk} talk @param {HTMLElement} place @param {string | null} cursor @param {string} label @param {() => Promise<void>} deed */
function offer(talk, place, cursor, label, deed) {
  place.querySelector(":scope > .more-replies")?.remove();
  if (!cursor) return;
  const more = button(label, async () => {
    more.disabled = true;
    await deed().catch((problem) => {
      more.disabled = false;
      more.textContent = `${label} (that did not work; try again)`;
      talk.tell(why(problem));
    });
  }, { className: "quiet-call more-replies" });
  place.append(more);
}

/** Go to the first of what has come, and say how much that is. @param {Talk} talk @param {[string, string]} words @param {() => void} deed */
function grown(talk, [one, many], deed) {
  const before = new Set(talk.tree.comments.keys());
  deed();
  const [first, ...others] = [...talk.tree.comments.keys()].filter((id) => !before.has(id));
  if (first) talk.tree.element(first)?.focus();
  talk.tell(counted(first ? others.length + 1 : 0, one, many));
}
