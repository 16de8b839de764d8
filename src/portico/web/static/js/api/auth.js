// The ways in, and the ways out.

/** @import { Body, Client, Options } from "./client.js" */

// Whoever is refused here has no session that could be renewed.
const HERE = { renew: false };

/** @param {Client} client */
export const auth = (client) => ({
  /** @param {Options} [options] */
  ways: (options) => client.send("GET /api/v1/auth/ways", { ...HERE, ...options }),

  /** @param {Body<"POST /api/v1/auth/registrations">} body */
  register: (body) => client.send("POST /api/v1/auth/registrations", { body, ...HERE }),

  /** @param {Body<"POST /api/v1/auth/codes">} body */
  askForCode: (body) => client.send("POST /api/v1/auth/codes", { body, ...HERE }),

  /** @param {Body<"POST /api/v1/auth/resets">} body */
  askForReset: (body) => client.send("POST /api/v1/auth/resets", { body, ...HERE }),

  /** @param {string} conversation */
  resend: (conversation) =>
    client.send("POST /api/v1/auth/verifications/{conversation}/resend", { path: { conversation }, ...HERE }),

  /** @param {string} conversation @param {Body<"POST /api/v1/auth/verifications/{conversation}/confirm">} body */
  confirm: (conversation, body) =>
    client.send("POST /api/v1/auth/verifications/{conversation}/confirm", { path: { conversation }, body, ...HERE }),

  /** @param {string} conversation @param {Body<"POST /api/v1/auth/verifications/{conversation}/password">} body */
  reset: (conversation, body) =>
    client.send("POST /api/v1/auth/verifications/{conversation}/password", { path: { conversation }, body, ...HERE }),

  /** @param {Body<"POST /api/v1/auth/sign-in">} body */
  signIn: (body) => client.send("POST /api/v1/auth/sign-in", { body, ...HERE }),

  /** @param {Body<"POST /api/v1/auth/second-factor">} body */
  secondFactor: (body) => client.send("POST /api/v1/auth/second-factor", { body, ...HERE }),

  /** @param {Body<"POST /api/v1/auth/second-factor/passkey/options">} body */
  secondFactorPasskeyOptions: (body) =>
    client.send("POST /api/v1/auth/second-factor/passkey/options", { body, ...HERE }),

  /** @param {Body<"POST /api/v1/auth/second-factor/passkey">} body */
  secondFactorPasskey: (body) => client.send("POST /api/v1/auth/second-factor/passkey", { body, ...HERE }),

  passkeyOptions: () => client.send("POST /api/v1/auth/passkeys/options", HERE),

  /** @param {Body<"POST /api/v1/auth/passkeys">} body */
  passkey: (body) => client.send("POST /api/v1/auth/passkeys", { body, ...HERE }),

  /** @param {string} conversation @param {Body<"POST /api/v1/auth/verifications/{conversation}/reactivation">} body */
  reactivateByCode: (conversation, body) =>
    client.send("POST /api/v1/auth/verifications/{conversation}/reactivation", { path: { conversation }, body, ...HERE }),

  /** @param {Body<"POST /api/v1/auth/reactivations">} body */
  reactivate: (body) => client.send("POST /api/v1/auth/reactivations", { body, ...HERE }),

  /** @param {string} provider @param {Body<"POST /api/v1/auth/providers/{provider}/start">} body */
  startProvider: (provider, body) =>
    client.send("POST /api/v1/auth/providers/{provider}/start", { path: { provider }, body }),

  /** @param {Body<"POST /api/v1/auth/exchange">} body */
  exchange: (body) => client.send("POST /api/v1/auth/exchange", { body, ...HERE }),

  /** @param {Body<"POST /api/v1/auth/exchange/link">} body */
  linkProved: (body) => client.send("POST /api/v1/auth/exchange/link", { body }),

  /** @param {Body<"POST /api/v1/auth/welcome">} body */
  welcome: (body) => client.send("POST /api/v1/auth/welcome", { body, ...HERE }),

  /** @param {Body<"POST /api/v1/auth/email-undo">} body */
  undoEmail: (body) => client.send("POST /api/v1/auth/email-undo", { body, ...HERE }),

  signOut: () => client.send("POST /api/v1/auth/sign-out"),

  signOutEverywhere: () => client.send("POST /api/v1/auth/sign-out-everywhere"),

  /** @param {Body<"POST /api/v1/auth/refresh">} [body] with the refresh token where no cookie carries it */
  refresh: (body = {}) => client.send("POST /api/v1/auth/refresh", { body, ...HERE }),
});
