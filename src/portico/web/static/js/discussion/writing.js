// The forms in which one answers a comment, and changes one's own.

import { begun, placeOf } from "portico/discussion/begun";
import { composer } from "portico/discussion/composer";
import { changed, posted } from "portico/discussion/outcomes";
import { post } from "portico/discussion/posting";
import { named } from "portico/discussion/words";

/** @import { CommentView } from "../api/schema.d.ts" */
/** @import { Talk } from "./talk.js" */

/** @param {Talk} talk @param {CommentView} parent */
export function writeAnswer(talk, parent) {
  const open = talk.tree.place(parent.id)?.querySelector(":scope > form");
  (open ?? answerForm(talk, parent)).querySelector("textarea")?.focus();
}

/** @param {Talk} talk @param {CommentView} parent */
function answerForm(talk, parent) {
  const draft = placeOf(talk, parent);
  const form = composer({
    label: `Answer ${named(parent)}`,
    verb: "Reply",
    draft,
    send: async (text) => {
      const comment = await post(talk, text, form, { parent, draft });
      form.remove();
      posted(talk, comment);
    },
    close: () => closed(talk, form, parent),
  });
  talk.tree.element(parent.id)?.after(form);
  return form;
}

/** @param {Talk} talk @param {CommentView} comment */
export function writeAnew(talk, comment) {
  const element = /** @type {HTMLElement} */ (talk.tree.element(comment.id));
  if (element.querySelector("form")) return;
  const form = composer({
    label: "Edit your comment",
    verb: "Save",
    text: comment.source ?? "",
    send: async (text) => {
      const edited = await talk.api.edit(comment.id, { text });
      form.remove();
      changed(talk, edited);
    },
    close: () => {
      form.remove();
      element.classList.remove("comment-edited-now");
      element.focus();
    },
  });
  element.classList.add("comment-edited-now");
  element.querySelector(".comment-words")?.after(form);
  form.querySelector("textarea")?.focus();
}

/** @param {Talk} talk @param {HTMLFormElement} form @param {CommentView} parent */
function closed(talk, form, parent) {
  form.remove();
  talk.tree.element(parent.id)?.focus();
}

/** Open the answers that were begun and not sent. @param {Talk} talk */
export function reopen(talk) {
  for (const id of talk.mayWrite ? begun(talk) : []) {
    const parent = talk.tree.comments.get(Number(id));
    if (parent) answerForm(talk, parent);
  }
}
