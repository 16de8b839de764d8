// One comment of the queue: who said it, why it waits, what it says, what can be done.

import { rendered } from "portico/discussion/markup";
import { button, made } from "portico/made";
import { exactly } from "portico/moments";
import { root } from "portico/state/shared";
import { notes, told } from "portico/studio/comment-notes";

/** @import { ModerationEntry } from "../api/schema.d.ts" */

/** @type {Record<string, string>} */
const WAITS = {
  "first-comment": "Their first comment",
  "held-word": "Holds a word of your list",
  links: "Holds many links",
  "judged-spam": "Akismet takes it for spam",
  reports: "Taken down by reports",
  imported: "Held before it was imported",
  undone: "Waits again",
};
const STATES = { shown: "Shown", held: "Waits", hidden: "Hidden", spam: "Spam", deleted: "Deleted" };
/** @type {[Act, string, string, string][]} */
const DEEDS = [
  ["approve", "Approve", "a", "shown"],
  ["hide", "Hide", "h", "hidden"],
  ["spam", "Spam", "s", "spam"],
];

/** @typedef {"approve" | "hide" | "spam"} Act */
/** @typedef {{ act: (row: HTMLElement, act: Act) => unknown, remove: (row: HTMLElement) => unknown, ban: (row: HTMLElement) => unknown, lookBack: () => unknown }} Deeds */

/** @param {ModerationEntry} entry @param {Deeds} deeds @returns {HTMLElement} */
export function drawn(entry, deeds) {
  const { comment, reports, answers } = entry;
  const row = made(
    "li",
    { className: "entry", tabIndex: 0, "aria-label": `${nameOf(entry)}, ${reason(entry)}`, "data-state": comment.state },
    made("p", { className: "entry-head" }, author(entry), made("span", { className: "entry-reason" }, reason(entry))),
    made("p", { className: "entry-place" }, made("a", { href: root + comment.path }, entry.title), ` · ${exactly(comment.created_at)}`),
    answers && made("p", { className: "entry-answers", dir: "auto" }, `In answer to: ${answers}`),
    made("div", { className: "comment-words" }, rendered(comment.html)),
    reports.length > 0 && made("ul", { className: "entry-reports" }, ...reports.map(told)),
    made("p", { className: "entry-note" }, ...notes(entry, deeds.lookBack)),
  );
  row.append(made("p", { className: "entry-deeds" }, ...possible(entry, row, deeds)));
  return row;
}

/** @param {ModerationEntry} entry */
export function nameOf({ comment }) {
  return comment.author?.name ?? "somebody";
}

/** @param {ModerationEntry} entry @param {HTMLElement} row @param {Deeds} deeds */
function possible(entry, row, { act, remove, ban }) {
  const { comment, reports } = entry;
  const acts = DEEDS.filter(([name, , , state]) => state !== comment.state || (reports.length > 0 && name === "approve"));
  const buttons = acts.map(([name, label, key, state]) => {
    const given = { className: name === "approve" ? "framed-call" : "quiet-call", "data-act": name, "aria-keyshortcuts": key };
    return button(state === comment.state ? "Leave it" : label, () => act(row, name), given);
  });
  const member = comment.author?.username && comment.author.role === "member" && !entry.banned;
  return [
    ...buttons,
    button("Delete", () => remove(row), { className: "quiet-call" }),
    member && button("Ban", () => ban(row), { className: "quiet-call", ariaLabel: `Ban ${nameOf(entry)}` }),
  ];
}

/** @param {ModerationEntry} entry */
function author(entry) {
  const { author: who } = entry.comment;
  return who?.url ? made("a", { className: "entry-name", href: root + who.url, dir: "auto" }, who.name) : made("span", { className: "entry-name", dir: "auto" }, nameOf(entry));
}

/** @param {ModerationEntry} entry */
function reason({ comment, held_for }) {
  return (comment.state === "held" && WAITS[held_for ?? ""]) || STATES[comment.state];
}
