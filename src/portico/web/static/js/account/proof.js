// What asks who it is once more, before a dangerous change or after a while; the call that was refused is made again.

import { ask } from "portico/account/proof-dialog";

/** @import { Need } from "./proof-dialog.js" */

export { askIn } from "portico/account/proof-dialog";

const LASTS = 9 * 60_000;
/** @type {Record<string, Need>} what is to be shown, by the code of the problem that asks for it */
const NEEDS = { "proof-needed": "proof", "second-factor-needed": "factor" };

/** What a visitor is told who does not want to prove anything. */
export class NotProven extends Error {}

let latest = 0;

/**
 * The answer to a call that may first ask for a proof, for a second factor, or for one after the other.
 * @template T
 * @param {() => Promise<T>} call
 * @returns {Promise<T>}
 * @throws {NotProven}
 */
export async function proven(call) {
  for (const _ of Object.keys(NEEDS)) {
    try {
      return await call();
    } catch (problem) {
      const need = NEEDS[/** @type {{code?: string}} */ (problem).code ?? ""];
      if (!need) throw problem;
      await insist(need);
    }
  }
  return call();
}

/**
 * Ask at once, before what would be refused.
 * @param {string | null | undefined} until when no proof is needed, as the account says
 * @throws {NotProven}
 */
export async function provenFirst(until) {
  const now = Date.now();
  if (Date.parse(until ?? "") > now || latest + LASTS > now) return;
  await insist("proof");
}

/** Have the second factor shown. @throws {NotProven} */
export const factored = () => insist("factor");

/** @param {Need} need */
async function insist(need) {
  const shown = await ask(need);
  if (!shown) throw new NotProven("Nothing was changed.");
  // A code alone opens the rooms of the studio, and no door of the account.
  if (shown !== "code") latest = Date.now();
}
