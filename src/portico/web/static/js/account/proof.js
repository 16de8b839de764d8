// Changes that let others in ask once more who it is; the call that was refused is then made again.

import { proofs } from "portico/api/proofs";
import { onSubmit, say } from "portico/account/form";
import { canUsePasskeys, chosen } from "portico/account/passkeys";
import { client } from "portico/state/shared";

const mine = proofs(client);
const LASTS = 9 * 60_000;

/** What a visitor is told who does not want to prove anything. */
export class NotProven extends Error {}

/** @type {{dialog: HTMLDialogElement, ways: () => {password: boolean, passkey: boolean}} | undefined} */
let asking;
/** @type {(proven: boolean) => void} */
let settle = () => {};
let latest = 0;

/**
 * Use a dialog to ask with.
 * @param {HTMLDialogElement} dialog
 * @param {() => {password: boolean, passkey: boolean}} ways by which this visitor can prove themselves
 */
export function askIn(dialog, ways) {
  asking = { dialog, ways };
  const form = /** @type {HTMLFormElement} */ (dialog.querySelector("form"));
  onSubmit(form, async ({ password }) => {
    await mine.byPassword({ password });
    settle(true);
  });
  dialog.querySelector("[data-passkey]")?.addEventListener("click", async () => {
    try {
      const { options, ticket } = await mine.passkeyOptions();
      await mine.byPasskey({ ticket, credential: await chosen(options) });
      settle(true);
    } catch (problem) {
      say(form, /** @type {Error} */ (problem).message);
    }
  });
  dialog.querySelector("[data-cancel]")?.addEventListener("click", () => settle(false));
  dialog.addEventListener("close", () => settle(false));
}

/**
 * The answer to a call that may first ask for a proof.
 * @template T
 * @param {() => Promise<T>} call
 * @returns {Promise<T>}
 * @throws {NotProven}
 */
export async function proven(call) {
  try {
    return await call();
  } catch (problem) {
    if (/** @type {{code?: string}} */ (problem).code !== "proof-needed") throw problem;
  }
  if (!(await ask())) throw new NotProven("Nothing was changed.");
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
  if (!(await ask())) throw new NotProven("Nothing was changed.");
}

async function ask() {
  if (!asking) return false;
  const { dialog, ways } = asking;
  const { password, passkey } = ways();
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (dialog.querySelectorAll("[data-by-password]"))) part.hidden = !password;
  const input = /** @type {HTMLInputElement} */ (dialog.querySelector("input"));
  input.value = "";
  input.disabled = !password;
  /** @type {HTMLElement} */ (dialog.querySelector("[data-passkey]")).hidden = !(passkey && canUsePasskeys());
  const { promise, resolve } = Promise.withResolvers();
  settle = resolve;
  dialog.showModal();
  const answer = await promise;
  dialog.close();
  if (answer) latest = Date.now();
  return answer;
}
