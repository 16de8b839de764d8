// Looking after what readers say: the queue, the log, who is banned, and what is held back.

/** @import { Body, Client, Query } from "./client.js" */

/** @param {Client} client */
export const moderation = (client) => ({
  /** @param {number} number @param {Body<"POST /api/v1/comments/{number}/reports">} body */
  report: (number, body) => client.send("POST /api/v1/comments/{number}/reports", { path: { number }, body }),

  /** @param {Query<"GET /api/v1/moderation/comments">} [query] */
  entries: (query) => client.send("GET /api/v1/moderation/comments", { query }),

  /** @param {number} number */
  approve: (number) => client.send("POST /api/v1/moderation/comments/{number}/approve", { path: { number } }),

  /** @param {number} number */
  hide: (number) => client.send("POST /api/v1/moderation/comments/{number}/hide", { path: { number } }),

  /** @param {number} number */
  spam: (number) => client.send("POST /api/v1/moderation/comments/{number}/spam", { path: { number } }),

  /** @param {number} number */
  remove: (number) => client.send("POST /api/v1/moderation/comments/{number}/delete", { path: { number } }),

  /** @param {number} number of the act */
  undo: (number) => client.send("POST /api/v1/moderation/acts/{number}/undo", { path: { number } }),

  /** @param {Query<"GET /api/v1/moderation/acts">} [query] */
  acts: (query) => client.send("GET /api/v1/moderation/acts", { query }),

  /** @param {Query<"GET /api/v1/moderation/bans">} [query] */
  bans: (query) => client.send("GET /api/v1/moderation/bans", { query }),

  /** @param {string} username @param {Body<"PUT /api/v1/moderation/bans/{username}">} body */
  ban: (username, body) => client.send("PUT /api/v1/moderation/bans/{username}", { path: { username }, body }),

  /** @param {string} username */
  unban: (username) => client.send("DELETE /api/v1/moderation/bans/{username}", { path: { username } }),

  rules: () => client.send("GET /api/v1/moderation/rules"),

  /** @param {Body<"PUT /api/v1/moderation/rules">} body */
  setRules: (body) => client.send("PUT /api/v1/moderation/rules", { body }),
});
