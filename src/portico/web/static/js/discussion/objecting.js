// What a reader does about what somebody else said: it is reported, or its author blocked.

import { askWhy } from "portico/discussion/dialogs";
import { attempt } from "portico/discussion/outcomes";
import { named } from "portico/discussion/words";
import { client } from "portico/state/shared";

/** @import { CommentView } from "../api/schema.d.ts" */
/** @import { Talk } from "./talk.js" */

/** @param {Talk} talk @param {CommentView} comment */
export async function report(talk, comment) {
  const given = await askWhy(named(comment));
  talk.tree.element(comment.id)?.focus();
  if (!given) return;
  await attempt(talk, comment, () => talk.api.report(comment.id, given), "Thank you. The keepers of this site will look at it.");
}

/** @param {Talk} talk @param {CommentView} comment */
export async function block(talk, comment) {
  const { notifications } = await import("portico/api/notifications");
  const [name, username, api] = [named(comment), comment.author?.username ?? "", notifications(client)];
  const undo = { deed: () => api.unblock(username), done: `You will hear about ${name} again.` };
  await attempt(talk, comment, () => api.block(username), `You will hear no more about ${name}.`, undo);
}
