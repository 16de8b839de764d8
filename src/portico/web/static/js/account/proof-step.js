// The step in which somebody shows that an account here is theirs, before an identity elsewhere opens it too.

import { auth } from "portico/api/auth";
import { onSubmit } from "portico/account/form";
import { MailedCode } from "portico/account/mailed-code";
import { PasskeyDoor } from "portico/account/passkey-door";
import { fill, form, go, way } from "portico/account/steps";
import { client } from "portico/state/shared";

/** @import { ProofNeededAnswer } from "../api/schema.d.ts" */

const doors = auth(client);

/**
 * Ask for the proof that an account asks for.
 * @param {HTMLElement} place
 * @param {ProofNeededAnswer} needed
 * @param {import("./entering.js").Entered} entered
 */
export function prove(place, { email, email_hint, ways }, entered) {
  const code = new MailedCode(form(place, "code"));
  onSubmit(form(place, "proof-password"), async ({ password }) => entered(await doors.signIn({ login: email, password })));
  onSubmit(form(place, "code"), async ({ code: written }) => entered(await doors.confirm(code.id, { code: written })));
  way(place, "passkey", () => new PasskeyDoor(entered).open());
  way(place, "code", async () => {
    code.begin(await doors.askForCode({ email }));
    go(place, "code");
  });
  fill(place, "data-address", email_hint);
  form(place, "proof-password").hidden = !ways.includes("password");
  for (const name of ways) place.querySelector(`[data-way="${name}"]`)?.removeAttribute("hidden");
  go(place, "proof");
}
