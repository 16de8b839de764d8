// What the page shows, says and forgets once something was posted, changed or deleted.

import { made } from "portico/made";
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
  const element = talk.tree.element(comment.id);
  element?.focus();
  const excerpt = (element?.querySelector(".comment-words")?.textContent ?? "").slice(0, LEARNT);
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
 * Do something about a comment, and say beside it how that went.
 * @param {Talk} talk @param {CommentView} comment @param {() => Promise<unknown>} deed @param {string} [done]
 */
export async function attempt(talk, comment, deed, done) {
  let words = done;
  try {
    await deed();
  } catch (problem) {
    words = `That did not work. ${why(problem)}`;
  }
  if (!words) return;
  const place = talk.tree.element(comment.id)?.querySelector(".comment-deeds");
  place?.querySelector(".comment-told")?.remove();
  place?.append(made("p", { className: "comment-told", textContent: words }));
  talk.tell(words);
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
