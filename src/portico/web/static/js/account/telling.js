// What a visit to another site has come to, told to the page that began it.

import { CHANNEL } from "portico/account/popup";

/** @type {Record<string, string>} */
const WHY = {
  denied: "You did not go on there, so nothing has changed here.",
  expired: "That took too long, or was begun in another browser. Begin again.",
  taken: "That identity belongs to another account here.",
  unverified: "That site has not confirmed your address, so it cannot be used here.",
  closed: "This site is not taking new members at the moment.",
  provider: "That site did not answer as it should. Try again in a moment, or sign in another way.",
};

/** @param {string | null} error as the address of the page names it */
export function reason(error) {
  return WHY[error ?? ""] ?? WHY.provider;
}

/** @param {{outcome: "signed-in" | "linked" | "failed", words: string}} told */
export function tell(told) {
  const message = { source: "portico", ...told };
  opener?.postMessage(message, location.origin);
  // Another site's page may have cut the thread to the one that opened this window.
  new BroadcastChannel(CHANNEL).postMessage(message);
}
