// What the page shows, says and forgets once something was posted, changed or deleted.

import { button, made } from "portico/made";
import { isElsewhere } from "portico/discussion/placing";
import { why } from "portico/discussion/words";
import { remember } from "portico/state/ambient";
import { cache } from "portico/state/shared";

/** @import { CommentView } from "../api/schema.d.ts" */
/** @import { Talk } from "./talk.js" */

const LEARNT = 140;

/** @param {Talk} talk @param {CommentView} comment */
export function posted(talk, comment) {
  const shown = comment.state === "shown";
  talk.count += shown ? 1 : 0;
  forget(talk);
  const element = /** @type {HTMLElement} */ (talk.tree.element(comment.id));
  if (!isElsewhere(element)) element.focus();
  const excerpt = (element.querySelector(".comment-words")?.textContent ?? "").slice(0, LEARNT);
  if (shown) remember({ url: comment.path, title: talk.title, excerpt, at: comment.created_at }).catch(() => {});
  talk.tell(shown ? "Comment posted." : "Your comment waits for a keeper of the site to look at it.");
}

/** @param {Talk} talk @param {CommentView} comment as it is now */
export function changed(talk, comment) {
  talk.tree.put(comment);
  talk.tree.draw(comment.id);
  talk.tree.element(comment.id)?.focus();
  forget(talk);
  talk.tell(comment.state === "held" ? "Changed. It waits for a keeper of the site to look at it." : "Comment changed.");
}

/** @param {Talk} talk @param {CommentView} comment */
export async function removed(talk, comment) {
  await talk.api.remove(comment.id);
  const stays = Boolean(talk.tree.place(comment.id)?.querySelector(".replies > *"));
  const next = neighbour(talk, comment.id);
  const gone = { state: /** @type {const} */ ("deleted"), author: null, html: "", source: null, reactions: [], own: false };
  if (stays) talk.tree.put({ ...comment, ...gone });
  if (stays) talk.tree.draw(comment.id);
  else talk.tree.remove(comment.id);
  (next ?? talk.section).focus();
  talk.count -= comment.state === "shown" ? 1 : 0;
  forget(talk);
  talk.tell(stays ? "Comment deleted. The replies to it stay." : "Comment deleted.");
}

/**
 * Do something about a comment, and say beside it how that went; what can be undone has a button there.
 * @param {Talk} talk @param {CommentView} comment @param {() => Promise<unknown>} deed @param {string} [done]
 * @param {{deed: () => Promise<unknown>, done: string}} [undo]
 */
export async function attempt(talk, comment, deed, done, undo) {
  try {
    await deed();
    if (done) say(talk, comment, done, undo && (() => attempt(talk, comment, undo.deed, undo.done)));
  } catch (problem) {
    say(talk, comment, `That did not work. ${why(problem)}`);
  }
}

/** @param {Talk} talk @param {CommentView} comment @param {string} words @param {() => unknown} [undo] */
function say(talk, comment, words, undo) {
  const element = talk.tree.element(comment.id);
  const back = undo && button("Undo", () => (element?.focus(), undo()), { className: "deed" });
  element?.querySelector(".comment-told")?.remove();
  element?.querySelector(".comment-deeds")?.append(made("p", { className: "comment-told" }, `${words} `, back));
  talk.tell(back ? `${words} The button “Undo” takes that back.` : words);
}

/** What is remembered of this discussion is out of date. @param {Talk} talk */
function forget(talk) {
  cache.invalidateTag(`discussion ${talk.subject}`);
}

/** What is read after a comment, or before it where it is the last. @param {Talk} talk @param {number} id */
function neighbour({ parts, tree }, id) {
  const all = [...parts.threads.querySelectorAll(".comment")];
  const at = all.indexOf(/** @type {HTMLElement} */ (tree.element(id)));
  return /** @type {HTMLElement | undefined} */ (all[at + 1] ?? all[at - 1]);
}
