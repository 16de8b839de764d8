// What one proves oneself with: passkeys, codes of an app, identities elsewhere, and the proof itself.

/** @import { Body, Client } from "./client.js" */

/** @param {Client} client */
export const proofs = (client) => ({
  /** @param {Body<"POST /api/v1/me/proof">} body */
  byPassword: (body) => client.send("POST /api/v1/me/proof", { body }),

  /** @param {Body<"POST /api/v1/me/proof/code">} body */
  byCode: (body) => client.send("POST /api/v1/me/proof/code", { body }),

  passkeyOptions: () => client.send("POST /api/v1/me/proof/passkey/options"),

  /** @param {Body<"POST /api/v1/me/proof/passkey">} body */
  byPasskey: (body) => client.send("POST /api/v1/me/proof/passkey", { body }),

  passkeys: () => client.send("GET /api/v1/me/passkeys"),

  newPasskeyOptions: () => client.send("POST /api/v1/me/passkeys/options"),

  /** @param {Body<"POST /api/v1/me/passkeys">} body */
  addPasskey: (body) => client.send("POST /api/v1/me/passkeys", { body }),

  /** @param {number} number */
  removePasskey: (number) => client.send("DELETE /api/v1/me/passkeys/{number}", { path: { number } }),

  startTotp: () => client.send("POST /api/v1/me/totp"),

  /** @param {Body<"POST /api/v1/me/totp/confirm">} body */
  confirmTotp: (body) => client.send("POST /api/v1/me/totp/confirm", { body }),

  removeTotp: () => client.send("DELETE /api/v1/me/totp"),

  newRecoveryCodes: () => client.send("POST /api/v1/me/recovery-codes"),

  identities: () => client.send("GET /api/v1/me/identities"),

  /** @param {number} number */
  unlink: (number) => client.send("DELETE /api/v1/me/identities/{number}", { path: { number } }),
});
