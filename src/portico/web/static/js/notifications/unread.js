// How much is new: asked for once a minute at most, whatever number of pages one opens meanwhile.

import { notifications } from "portico/api/notifications";
import { session } from "portico/state/session";
import { client } from "portico/state/shared";

const KEY = "portico-unread";
const MINUTE = 60_000;

export const mine = notifications(client);

/** @type {Promise<number> | undefined} */
let asking;

/** @typedef {{username: string, unread: number, at: number}} Heard */

/** How much is new. @param {number} [age] milliseconds that the answer may be old @returns {Promise<number>} */
export async function unread(age = MINUTE) {
  const known = remembered(age);
  if (known) return known.unread;
  asking ??= ask().finally(() => (asking = undefined));
  return asking;
}

async function ask() {
  const answer = await mine.count();
  remember(answer.unread);
  return answer.unread;
}

/** Something was read or removed: the next question is asked anew, here and by the bell. */
export function changed() {
  remember(undefined);
  dispatchEvent(new Event("portico-notifications"));
}

/** @param {number} age @returns {Heard | undefined} */
function remembered(age) {
  try {
    const heard = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    const good = heard?.username === session.member?.username && Date.now() - heard.at < age;
    return good ? heard : undefined;
  } catch {
    return undefined;
  }
}

/** @param {number | undefined} unread */
function remember(unread) {
  try {
    if (unread === undefined) return sessionStorage.removeItem(KEY);
    sessionStorage.setItem(KEY, JSON.stringify({ username: session.member?.username, unread, at: Date.now() }));
  } catch {
    // Without storage every page asks for itself.
  }
}
