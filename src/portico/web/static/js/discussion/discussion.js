// Loads the discussion of an article: the first threads, those that follow, and the one that a link leads to.

import { lateStyle } from "portico/late-style";
import { failed } from "portico/discussion/frame";
import { filled, offerMore } from "portico/discussion/filling";
import { follow } from "portico/discussion/linked";
import { Talk } from "portico/discussion/talk";
import { why } from "portico/discussion/words";
import { reopen } from "portico/discussion/writing";
import { session } from "portico/state/session";
import { cache } from "portico/state/shared";

/** @import { DiscussionView } from "../api/schema.d.ts" */
/** @import { Sort } from "./talk.js" */

/** @param {HTMLElement} place */
export async function open(place) {
  await Promise.all([lateStyle("forms"), lateStyle("discussion")]);
  const talk = new Talk(place, (sort) => load(talk, sort));
  let seen = session.member?.username;
  session.addEventListener("change", () => {
    if (session.member?.username === seen) return;
    seen = session.member?.username;
    load(talk);
  });
  addEventListener("hashchange", () => follow(talk));
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && refresh(talk));
  await load(talk);
  await follow(talk);
}

/** Show the threads from the first on. @param {Talk} talk @param {Sort} [sort] */
async function load(talk, sort = talk.sort) {
  talk.sort = sort;
  talk.watch?.();
  talk.section.ariaBusy = "true";
  try {
    const view = await answered(talk);
    if (talk.sort !== sort) return;
    failed(talk.parts.problem, "");
    talk.tree.clear();
    talk.head(view);
    talk.join();
    filled(talk, view.threads);
    reopen(talk);
    talk.count = view.count;
    offerMore(talk, view.next_cursor);
    talk.watch = cache.subscribe(keyOf(talk), (fresh) => fresh && renewed(talk, fresh));
  } catch (problem) {
    failed(talk.parts.problem, `The discussion cannot be shown at the moment. ${why(problem)}`, () => load(talk));
  } finally {
    talk.section.ariaBusy = null;
  }
}

/** Ask again where what is shown is no longer fresh. @param {Talk} talk */
function refresh(talk) {
  if (talk.parts.problem.hidden) answered(talk).catch(() => {});
}

/** @param {Talk} talk @returns {Promise<DiscussionView>} */
async function answered(talk) {
  // Whoever is signed in sees what is theirs, for which the session has to stand first.
  if (session.member) await session.check().catch(() => null);
  const { api, collection, slug, subject, sort } = talk;
  return cache.get(keyOf(talk), () => api.read(collection, slug, { sort }), { tags: [`discussion ${subject}`] });
}

/** What has come since: a page that somebody reads does not lose what is on it. @param {Talk} talk @param {DiscussionView} view */
function renewed(talk, view) {
  const known = talk.tree.comments.size;
  talk.head(view);
  filled(talk, talk.sort === "oldest" ? view.threads : view.threads.toReversed(), talk.sort === "oldest" ? "last" : "first");
  talk.count = view.count;
  if (talk.tree.comments.size > known) talk.tell("New comments have come.");
}

/** @param {Talk} talk */
function keyOf({ subject, sort }) {
  return `discussion ${subject} ${sort}`;
}
