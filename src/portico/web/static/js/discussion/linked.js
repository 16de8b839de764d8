// What the address of the page names: a comment, brought here wherever it stands, or where one is to be written.

import { Problem } from "portico/api/problem";
import { filled } from "portico/discussion/filling";
import { why } from "portico/discussion/words";
import { writeAnswer } from "portico/discussion/writing";

/** @import { Talk } from "./talk.js" */

const LINK = /^#(comment|reply-to)-(\d+)$/;
/** Where those come back to who had to sign in first. */
const BEGIN = "#write-comment";

/** @param {Talk} talk */
export async function follow(talk) {
  if (location.hash === BEGIN) return begin(talk);
  const [, wish, digits] = LINK.exec(location.hash) ?? [];
  if (!digits) return;
  const id = Number(digits);
  try {
    if (!talk.tree.element(id)) await bring(talk, id);
    reveal(talk, id);
    if (wish === "reply-to") answer(talk, id);
  } catch (problem) {
    talk.note(absent(problem) ? "The comment that the link leads to is not here any more." : why(problem));
  }
}

/** @param {Talk} talk */
function begin(talk) {
  const { join } = talk.parts;
  join.scrollIntoView({ block: "center" });
  /** @type {HTMLElement} */ (join.querySelector("textarea, a") ?? talk.section).focus({ preventScroll: true });
}

/** @param {Talk} talk @param {number} id */
function answer(talk, id) {
  const comment = talk.tree.comments.get(id);
  if (!comment || comment.state !== "shown" || !talk.mayWrite) return;
  writeAnswer(talk, comment);
  // Whoever loads the page anew, or hands its address on, means the comment.
  history.replaceState(history.state, "", `#comment-${id}`);
}

/** @param {Talk} talk @param {number} id */
async function bring(talk, id) {
  const thread = await talk.api.thread(id);
  if (!thread.comment.path.startsWith(`${talk.path}#`)) throw new Problem({ status: 404, code: "elsewhere", title: "It is elsewhere" });
  filled(talk, [thread], "first");
}

/** @param {Talk} talk @param {number} id */
function reveal(talk, id) {
  const element = talk.tree.element(id);
  if (!element) return;
  for (const marked of talk.section.querySelectorAll(".comment-linked")) marked.classList.remove("comment-linked");
  element.classList.add("comment-linked");
  element.scrollIntoView({ block: "center" });
  element.focus({ preventScroll: true });
}

/** @param {unknown} problem */
function absent(problem) {
  return problem instanceof Problem && problem.status === 404;
}
