// What can be done with a comment, by whoever looks at it.

import { button } from "portico/made";
import { discussions } from "portico/api/discussions";
import { ask, askWhy } from "portico/discussion/dialogs";
import { attempt, removed } from "portico/discussion/outcomes";
import { openBeside } from "portico/discussion/popover";
import { signs } from "portico/discussion/reactions";
import { named } from "portico/discussion/words";
import { writeAnswer, writeAnew } from "portico/discussion/writing";
import { copy } from "portico/sharing";
import { session } from "portico/state/session";
import { client } from "portico/state/shared";

/** @import { CommentView } from "../api/schema.d.ts" */
/** @import { Talk } from "./talk.js" */

const api = discussions(client);

/** @param {Talk} talk @param {HTMLElement} element @param {CommentView} comment */
export function furnish(talk, element, comment) {
  if (comment.id < 0) return void (element.ariaBusy = "true");
  if (!comment.html) return;
  const place = /** @type {HTMLElement} */ (element.querySelector(".comment-deeds"));
  const shown = comment.state === "shown";
  if (shown) place.append(reactions(talk, comment));
  if (shown && talk.mayWrite) place.append(button("Reply", () => writeAnswer(talk, comment), { className: "deed" }));
  const label = `More about the comment of ${named(comment)}`;
  const given = { className: "deed", "aria-haspopup": "true", ariaExpanded: "false", "aria-label": label };
  place.append(button("More", (opener) => openBeside(opener, "More", (close) => more(talk, comment, close)), given));
}

/** @param {Talk} talk @param {CommentView} comment */
function reactions(talk, { id, reactions }) {
  return signs({
    reactions,
    may: Boolean(session.member),
    send: (kind, on) => (on ? api.react(id, kind) : api.unreact(id, kind)),
    keep: (now) => Object.assign(/** @type {CommentView} */ (talk.tree.comments.get(id)), { reactions: now }),
    tell: (words) => talk.tell(words),
  });
}

/** @param {Talk} talk @param {CommentView} comment @param {() => void} close */
function more(talk, comment, close) {
  const foreign = session.member && !comment.own;
  /** @type {[string, () => unknown, unknown][]} */
  const deeds = [
    ["Edit", () => writeAnew(talk, comment), comment.own],
    ["Delete", () => remove(talk, comment), comment.own],
    ["Copy link", () => copyLink(talk, comment), true],
    ["Report", () => report(talk, comment), foreign],
    [`Block ${named(comment)}`, () => block(talk, comment), foreign && comment.author?.username],
  ];
  return deeds.filter(([, , is]) => is).map(([label, deed]) => button(label, () => (close(), deed())));
}

/** @param {Talk} talk @param {CommentView} comment */
async function copyLink(talk, comment) {
  const address = new URL(`#comment-${comment.id}`, location.href).href;
  talk.tell((await copy(address)) ? "Link copied." : "The link could not be copied.");
}

/** @param {Talk} talk @param {CommentView} comment */
async function remove(talk, comment) {
  const stays = comment.replies ? " What others have answered stays." : "";
  const question = { title: "Delete your comment?", words: `This cannot be undone.${stays}`, verb: "Delete", danger: true };
  if (!(await ask(question))) return talk.tree.element(comment.id)?.focus();
  await attempt(talk, comment, () => removed(talk, comment));
}

/** @param {Talk} talk @param {CommentView} comment */
async function report(talk, comment) {
  const given = await askWhy(named(comment));
  talk.tree.element(comment.id)?.focus();
  if (!given) return;
  await attempt(talk, comment, () => api.report(comment.id, given), "Thank you. The keepers of this site will look at it.");
}

/** @param {Talk} talk @param {CommentView} comment */
async function block(talk, comment) {
  const { notifications } = await import("portico/api/notifications");
  const done = `You hear no more of ${named(comment)}.`;
  await attempt(talk, comment, () => notifications(client).block(comment.author?.username ?? ""), done);
}
