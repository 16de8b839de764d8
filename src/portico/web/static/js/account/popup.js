// A visit to another site that ends here again: in a window of its own, or, where none opens, in this one.

import { auth } from "portico/api/auth";
import { client } from "portico/state/shared";

/** @import { Body } from "../api/client.js" */

/** @typedef {"POST /api/v1/auth/providers/{provider}/start"} Start */
/** @typedef {{source: "portico", outcome: "signed-in" | "linked" | "failed", words: string}} Told */
/** @typedef {{provider: string, purpose: Body<Start>["purpose"], to: string, invitation?: string}} Visit */

export const CHANNEL = "portico-oauth";
const NAME = "portico-visit";
const LOOK = 700;

/** What ended without an answer. */
export class VisitEnded extends Error {}

/** @type {(() => void) | undefined} */
let giveUp;

/**
 * Visit a provider; a second visit ends the first.
 * @param {Visit} visit
 * @param {(words: string) => void} say what the visitor is to know while it lasts
 * @returns {Promise<Told>} never settles where this page itself is left for the provider
 * @throws {VisitEnded | Problem}
 */
export async function visit({ provider, purpose, to, invitation }, say) {
  giveUp?.();
  // Opened at once: a window that opens later, after an answer, is one that browsers refuse.
  const popup = open("about:blank", NAME, `popup,width=520,height=720,left=${middle(520)}`);
  const asked = { purpose, return_to: to, popup: Boolean(popup), invitation };
  const { url } = await auth(client).startProvider(provider, asked).catch((problem) => {
    popup?.close();
    throw problem;
  });
  if (!popup) {
    location.assign(url);
    return new Promise(() => {});
  }
  const told = answer(popup, say);
  popup.location.replace(url);
  say("Continue in the window that has opened.");
  return told;
}

/**
 * What the window tells: directly, or to all pages of this site, since the provider's may cut the thread.
 * @param {Window} popup
 * @param {(words: string) => void} say
 * @returns {Promise<Told>}
 */
function answer(popup, say) {
  const { promise, resolve, reject } = Promise.withResolvers();
  const channel = new BroadcastChannel(CHANNEL);
  const over = new AbortController();
  /** @param {MessageEvent} event */
  const hear = ({ origin, data }) => {
    if (origin === location.origin && data?.source === "portico" && data.outcome) resolve(data);
  };
  channel.addEventListener("message", hear, { signal: over.signal });
  addEventListener("message", hear, { signal: over.signal });
  // A window whose thread is cut looks closed as well, so this is said and nothing is given up.
  const looking = setInterval(() => popup.closed && say("The window is closed. If you have not finished, try again."), LOOK);
  giveUp = () => reject(new VisitEnded("The visit was begun again."));
  return promise.finally(() => {
    clearInterval(looking);
    over.abort();
    channel.close();
  });
}

/** @param {number} width */
function middle(width) {
  return Math.round(screenX + (outerWidth - width) / 2);
}
