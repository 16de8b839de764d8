// Passkeys: the browser's own shape of them, to and from the API's.

/** @import { MadeCredential, SignedCredential } from "../api/schema.d.ts" */

/** What a visitor who closes the browser's window is told, and whoever has no passkey for this site. */
export class NoPasskey extends Error {}

// A browser asks for one passkey at a time; who asks anew withdraws what was asked before.
let asking = new AbortController();

/** Whether this browser knows passkeys in the shape that the API speaks. */
export function canUsePasskeys() {
  return typeof PublicKeyCredential === "function" && "parseRequestOptionsFromJSON" in PublicKeyCredential;
}

/** Whether passkeys can be offered in the list that opens below a field. */
export async function canSuggest() {
  return canUsePasskeys() && Boolean(await PublicKeyCredential.isConditionalMediationAvailable?.());
}

/**
 * Have the visitor prove themselves with a passkey.
 * @param {Record<string, unknown>} options as the API gave them
 * @param {CredentialMediationRequirement} [mediation] `conditional` has it stand among what the browser suggests
 * @returns {Promise<SignedCredential>}
 * @throws {NoPasskey}
 */
export async function chosen(options, mediation) {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(/** @type {any} */ (options));
  const asked = navigator.credentials.get({ publicKey, mediation, signal: anew() });
  return spoken(asked, "No passkey was used. Try again, or choose another way.");
}

/**
 * Have the visitor make a passkey for this site.
 * @param {Record<string, unknown>} options as the API gave them
 * @returns {Promise<MadeCredential>}
 * @throws {NoPasskey}
 */
export async function made(options) {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(/** @type {any} */ (options));
  return spoken(navigator.credentials.create({ publicKey, signal: anew() }), "No passkey was made. This device may have one already.");
}

function anew() {
  asking.abort();
  asking = new AbortController();
  return asking.signal;
}

/** @param {Promise<Credential | null>} asked @param {string} words */
async function spoken(asked, words) {
  const credential = await asked.catch((error) => {
    throw error.name === "AbortError" ? error : new NoPasskey(words);
  });
  return /** @type {any} */ (credential).toJSON();
}
