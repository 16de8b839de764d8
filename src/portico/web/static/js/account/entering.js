// What every way in ends with: a second proof where one is asked for, a known session, and the way on.

import { auth } from "portico/api/auth";
import { onSubmit, say } from "portico/account/form";
import { canUsePasskeys, chosen } from "portico/account/passkeys";
import { form, go } from "portico/account/steps";
import { session } from "portico/state/session";
import { client, root } from "portico/state/shared";

/** @import { SignIn } from "../api/schema.d.ts" */

/** @typedef {(answer: SignIn) => void} Entered */

/**
 * Give the deed that takes in the answer of any way in on this page.
 * @param {HTMLElement} place with the step of the second proof
 * @param {Entered} [done] what happens once somebody is in
 */
export function entrance(place, done = onward) {
  const proof = form(place, "factor");
  const passkey = /** @type {HTMLButtonElement} */ (proof.querySelector("[data-factor-passkey]"));
  let ticket = "";

  /** @param {SignIn} answer */
  function entered(answer) {
    if (answer.state === "signed-in" && answer.account) {
      session.begin(answer.account);
      return done(answer);
    }
    ticket = answer.ticket ?? "";
    passkey.hidden = !(canUsePasskeys() && answer.methods.includes("passkey"));
    go(place, "factor");
  }

  onSubmit(proof, async ({ code }) => entered(await auth(client).secondFactor({ ticket, code: code.trim() })));
  passkey.addEventListener("click", async () => {
    try {
      const { options } = await auth(client).secondFactorPasskeyOptions({ ticket });
      entered(await auth(client).secondFactorPasskey({ ticket, credential: await chosen(options) }));
    } catch (problem) {
      say(proof, /** @type {Error} */ (problem).message);
    }
  });
  return entered;
}

/** Go where the visitor wanted to go, else to their own page. */
export function onward() {
  const wanted = new URLSearchParams(location.search).get("to");
  location.assign(here(wanted) ?? `${root}/@${session.member?.username}`);
}

/**
 * A path of this site; none where an address leads anywhere else.
 * @param {string | null} path
 */
export function here(path) {
  if (!path?.startsWith("/")) return undefined;
  const url = URL.parse(path, location.href);
  return url?.origin === location.origin ? url.href : undefined;
}
