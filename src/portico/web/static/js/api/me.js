// One's own account.

/** @import { Body, Client, Options, Query } from "./client.js" */

/** @param {Client} client */
export const me = (client) => ({
  /** @param {Options} [options] */
  read: (options) => client.send("GET /api/v1/me", options),

  /** @param {Body<"PUT /api/v1/me/password">} body */
  changePassword: (body) => client.send("PUT /api/v1/me/password", { body }),

  /** @param {Body<"POST /api/v1/me/email">} body */
  changeEmail: (body) => client.send("POST /api/v1/me/email", { body }),

  /** @param {Body<"POST /api/v1/me/email/confirm">} body */
  confirmEmail: (body) => client.send("POST /api/v1/me/email/confirm", { body }),

  /** @param {Body<"PATCH /api/v1/me/profile">} body */
  changeProfile: (body) => client.send("PATCH /api/v1/me/profile", { body }),

  removeAvatar: () => client.send("DELETE /api/v1/me/avatar"),

  removeBanner: () => client.send("DELETE /api/v1/me/banner"),

  sessions: () => client.send("GET /api/v1/me/sessions"),

  /** @param {string} session_id */
  endSession: (session_id) => client.send("DELETE /api/v1/me/sessions/{session_id}", { path: { session_id } }),

  tokens: () => client.send("GET /api/v1/me/tokens"),

  /** @param {Body<"POST /api/v1/me/tokens">} body */
  makeToken: (body) => client.send("POST /api/v1/me/tokens", { body }),

  /** @param {number} number */
  endToken: (number) => client.send("DELETE /api/v1/me/tokens/{number}", { path: { number } }),

  /** @param {Query<"GET /api/v1/me/events">} [query] */
  events: (query) => client.send("GET /api/v1/me/events", { query }),

  /** @param {Body<"POST /api/v1/me/deactivation">} body */
  deactivate: (body) => client.send("POST /api/v1/me/deactivation", { body }),

  exports: () => client.send("GET /api/v1/me/exports"),

  startExport: () => client.send("POST /api/v1/me/exports"),

  /** @param {number} number */
  readExport: (number) => client.send("GET /api/v1/me/exports/{number}", { path: { number } }),
});
