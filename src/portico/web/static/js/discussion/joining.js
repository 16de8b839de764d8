// What stands above the threads: the form that begins one, or the way to it.

import { isKept, placeOf } from "portico/discussion/begun";
import { composer } from "portico/discussion/composer";
import { posted } from "portico/discussion/outcomes";
import { post } from "portico/discussion/posting";
import { made } from "portico/made";
import { wayIn } from "portico/sign-in-link";
import { session } from "portico/state/session";

/** @import { Talk } from "./talk.js" */

const CLOSED = "This discussion is closed. It can be read, but takes no more comments.";
const WELCOME = "Reading needs no account. Writing does.";
const KEPT = "You are signed out. What you have written is kept here until you are back.";

/** @param {Talk} talk */
export function joining(talk) {
  if (talk.state === "closed") return made("p", { className: "discussion-note", textContent: CLOSED });
  if (!session.member) return prompt(talk);
  const draft = placeOf(talk);
  const form = composer({
    label: "Join the discussion",
    verb: "Post",
    draft,
    send: async (text) => {
      const comment = await post(talk, text, form, { draft });
      talk.join();
      posted(talk, comment);
    },
  });
  return form;
}

/** @param {Talk} talk */
function prompt(talk) {
  const link = made("a", { className: "call", href: wayIn("#write-comment"), textContent: "Sign in to join" });
  const words = isKept(talk) ? KEPT : WELCOME;
  return made("p", { className: "discussion-join" }, link, made("span", { className: "discussion-note", textContent: words }));
}
