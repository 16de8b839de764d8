// What can be done with a comment, by whoever looks at it.

import { button, made } from "portico/made";
import { discussions } from "portico/api/discussions";
import { ask } from "portico/discussion/dialogs";
import { block, report } from "portico/discussion/objecting";
import { attempt, removed } from "portico/discussion/outcomes";
import { openBeside } from "portico/discussion/popover";
import { signs } from "portico/discussion/reactions";
import { showVersions } from "portico/discussion/versions";
import { exactly, named } from "portico/discussion/words";
import { writeAnswer, writeAnew } from "portico/discussion/writing";
import { copy } from "portico/sharing";
import { wayIn } from "portico/sign-in-link";
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
  if (comment.edited_at) element.querySelector(".comment-edited")?.replaceChildren(lookBack(talk, comment));
  if (shown) place.append(reactions(talk, comment));
  if (shown && talk.state === "open") place.append(reply(talk, comment));
  const label = `More about the comment of ${named(comment)}`;
  const given = { className: "deed", "aria-haspopup": "true", ariaExpanded: "false", "aria-label": label };
  place.append(button("More", (opener) => openBeside(opener, "More", (close) => more(talk, comment, close)), given));
}

/** @param {Talk} talk @param {CommentView} comment */
function lookBack(talk, comment) {
  const at = { title: exactly(comment.edited_at ?? "") };
  if (!comment.own && (session.member?.role ?? "member") === "member") return made("span", at, "edited");
  const look = () => attempt(talk, comment, async () => showVersions(comment, await talk.api.edits(comment.id)));
  return button("edited", look, { ...at, className: "comment-versions", "aria-haspopup": "dialog", "aria-label": "edited: what it said before" });
}

/** The way to an answer; for a stranger it leads through the door, and back here. @param {Talk} talk @param {CommentView} comment */
function reply(talk, comment) {
  if (session.member) return button("Reply", () => writeAnswer(talk, comment), { className: "deed" });
  const first = made("span", { className: "visually-hidden", textContent: ", for which you sign in first" });
  return made("a", { className: "deed", href: wayIn(`#reply-to-${comment.id}`) }, "Reply", first);
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
