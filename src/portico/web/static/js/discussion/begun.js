// What somebody has begun to write in a discussion, and where that is kept.

import { session } from "portico/state/session";
import { draftsBelow } from "portico/state/drafts";

/** @import { CommentView } from "../api/schema.d.ts" */
/** @import { Talk } from "./talk.js" */

/** @param {Talk} talk @param {CommentView} [parent] what is answered */
export function placeOf(talk, parent) {
  return `${session.member?.username} ${talk.subject} ${parent?.id ?? "top"}`;
}

/** The numbers of the comments that somebody has begun to answer, and `top`. @param {Talk} talk @param {string | undefined} writer */
export function begun(talk, writer) {
  const start = `${writer} ${talk.subject} `;
  return writer ? draftsBelow(start).map((place) => place.slice(start.length)) : [];
}
