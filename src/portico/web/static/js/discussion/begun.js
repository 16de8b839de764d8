// What somebody has begun to write in a discussion, and where that is kept.

import { session } from "portico/state/session";
import { draftsBelow } from "portico/state/drafts";

/** @import { CommentView } from "../api/schema.d.ts" */
/** @import { Talk } from "./talk.js" */

/** @param {Talk} talk @param {CommentView} [parent] what is answered */
export function placeOf(talk, parent) {
  return `${session.member?.username} ${talk.subject} ${parent?.id ?? "top"}`;
}

/** The numbers of the comments that whoever is signed in has begun to answer, and `top`. @param {Talk} talk */
export function begun(talk) {
  const start = `${session.member?.username} ${talk.subject} `;
  return draftsBelow(start).map((place) => place.slice(start.length));
}

/** Whether somebody who is not signed in any more has begun something here. @param {Talk} talk */
export function isKept(talk) {
  return draftsBelow("").some((place) => place.includes(` ${talk.subject} `));
}
