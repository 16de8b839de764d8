// The dialog in which somebody shows once more who they are: by password, passkey, or a code of their app.

import "portico/account/password-field";
import { proofs } from "portico/api/proofs";
import { onSubmit, say } from "portico/account/form";
import { canUsePasskeys, chosen } from "portico/account/passkeys";
import { client } from "portico/state/shared";

/** @import { Me } from "../api/schema.d.ts" */

/** @typedef {"proof" | "factor"} Need whether any proof will do, or a second factor is asked for */
/** @typedef {"password" | "passkey" | "code"} Way */

const mine = proofs(client);

/** @type {{dialog: HTMLDialogElement, who: () => Me | null | undefined} | undefined} */
let asking;
/** @type {(way: Way | null) => void} */
let settle = () => {};

/**
 * Use a dialog to ask with.
 * @param {HTMLDialogElement} dialog
 * @param {() => Me | null | undefined} who is asked
 */
export function askIn(dialog, who) {
  asking = { dialog, who };
  onSubmit(form(dialog, "password"), async ({ password }) => {
    await mine.byPassword({ password });
    settle("password");
  });
  onSubmit(form(dialog, "code"), async ({ code }) => {
    await mine.byCode({ code });
    settle("code");
  });
  onSubmit(form(dialog, "passkey"), async () => {
    say(form(dialog, "passkey"), "");
    const { options, ticket } = await mine.passkeyOptions();
    await mine.byPasskey({ ticket, credential: await chosen(options) });
    settle("passkey");
  });
  dialog.querySelector("[data-cancel]")?.addEventListener("click", () => settle(null));
  dialog.addEventListener("close", () => settle(null));
}

/**
 * Ask, and give the way in which it was shown; none where it was not.
 * @param {Need} need
 * @returns {Promise<Way | null>}
 */
export async function ask(need) {
  const known = asking?.who();
  if (!asking || !known) return null;
  const { dialog } = asking;
  const { has_password, factors } = known;
  offer(dialog, "password", need === "proof" && has_password);
  offer(dialog, "code", need === "factor" && (factors.totp || factors.recovery_codes > 0));
  offer(dialog, "passkey", factors.passkeys > 0 && canUsePasskeys());
  for (const words of /** @type {NodeListOf<HTMLElement>} */ (dialog.querySelectorAll("[data-need]"))) words.hidden = words.dataset.need !== need;
  const { promise, resolve } = /** @type {PromiseWithResolvers<Way | null>} */ (Promise.withResolvers());
  settle = resolve;
  dialog.showModal();
  const way = await promise;
  dialog.close();
  return way;
}

/** @param {HTMLDialogElement} dialog @param {Way} way @param {boolean} offered */
function offer(dialog, way, offered) {
  const found = form(dialog, way);
  found.reset();
  say(found, "");
  found.hidden = !offered;
}

/** @param {HTMLDialogElement} dialog @param {Way} way */
function form(dialog, way) {
  return /** @type {HTMLFormElement} */ (dialog.querySelector(`[data-by="${way}"]`));
}
