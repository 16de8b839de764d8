// The comment that the address of the page names: brought here wherever it stands, scrolled to, and marked.

import { Problem } from "portico/api/problem";
import { filled } from "portico/discussion/filling";
import { why } from "portico/discussion/words";

/** @import { Talk } from "./talk.js" */

const LINK = /^#comment-(\d+)$/;

/** @param {Talk} talk */
export async function follow(talk) {
  const [, digits] = LINK.exec(location.hash) ?? [];
  if (!digits) return;
  const id = Number(digits);
  try {
    if (!talk.tree.element(id)) await bring(talk, id);
    reveal(talk, id);
  } catch (problem) {
    talk.note(absent(problem) ? "The comment that the link leads to is not here any more." : why(problem));
  }
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
