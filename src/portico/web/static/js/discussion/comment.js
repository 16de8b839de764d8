// One comment as it stands on the page.

import { made } from "portico/made";
import { rendered } from "portico/discussion/markup";
import { ago, exactly, named } from "portico/discussion/words";
import { root } from "portico/state/shared";

/** @import { CommentView } from "../api/schema.d.ts" */

/** @type {Record<string, string>} */
const ROLES = { owner: "Keeper of this site", moderator: "Moderator" };
/** @type {Record<string, string>} What is told in place of the words of a comment that has none to show. */
const PLACEHOLDERS = {
  deleted: "This comment was deleted.",
  hidden: "This comment was hidden by a keeper of the site.",
  spam: "This comment was taken for spam.",
  held: "This comment waits for a keeper of the site.",
};
/** @type {Record<string, string>} What the author of a comment is told of its state. */
const OWN_STATES = {
  held: "Waiting for a keeper of the site to look at it. So far only you see it.",
  hidden: "A keeper of the site has hidden this. Only you see it.",
  spam: "This was taken for spam. Only you see it.",
};

/**
 * @param {CommentView} comment
 * @param {CommentView | undefined} answered what it is a reply to, where its place does not say so
 * @returns {HTMLElement}
 */
export function drawn(comment, answered) {
  const told = comment.html ? (comment.own ? OWN_STATES : PLACEHOLDERS)[comment.state] : undefined;
  return made(
    "article",
    { className: "comment", id: `comment-${comment.id}`, tabIndex: -1, "aria-label": label(comment) },
    comment.author && face(comment.author),
    head(comment, answered),
    told && made("p", { className: "comment-state", textContent: told }),
    words(comment),
    made("div", { className: "comment-deeds" }),
  );
}

/** @param {CommentView} comment */
function label(comment) {
  return comment.author ? `${named(comment)}, ${ago(comment.created_at)}` : PLACEHOLDERS[comment.state];
}

/** @param {CommentView} comment @param {CommentView | undefined} answered */
function head(comment, answered) {
  const { author, created_at, edited_at } = comment;
  const time = made("time", { dateTime: created_at, title: exactly(created_at), textContent: ago(created_at) });
  const to = answered && made("a", { href: `#comment-${answered.id}` }, made("bdi", { textContent: named(answered) }));
  return made(
    "header",
    { className: "comment-head" },
    author && by(author),
    author?.role && ROLES[author.role] && made("span", { className: "badge", textContent: ROLES[author.role] }),
    to && made("span", { className: "comment-to" }, "in reply to ", to),
    made("a", { className: "comment-when", href: `#comment-${comment.id}` }, time),
    edited_at && made("span", { className: "comment-edited", textContent: "edited" }),
  );
}

/** @param {NonNullable<CommentView["author"]>} author */
function by({ name, url }) {
  const inside = made("bdi", { textContent: name });
  return url ? made("a", { className: "comment-by", href: root + url }, inside) : made("span", { className: "comment-by" }, inside);
}

/** @param {NonNullable<CommentView["author"]>} author */
function face({ name, avatar }) {
  if (!avatar) return made("span", { className: "comment-face", ariaHidden: "true", textContent: [...name][0]?.toUpperCase() ?? "" });
  const image = made("img", { src: root + avatar.url, alt: "", width: 40, height: 40, loading: "lazy" });
  return made("span", { className: "comment-face" }, image);
}

/** @param {CommentView} comment */
function words({ html, state }) {
  if (!html) return made("p", { className: "comment-gone", textContent: PLACEHOLDERS[state] ?? "" });
  return made("div", { className: "comment-words", dir: "auto" }, rendered(html));
}
