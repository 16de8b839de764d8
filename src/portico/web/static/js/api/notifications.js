// What happened that concerns oneself, how one hears of it, and of whom one wants nothing.

/** @import { Body, Client, Query } from "./client.js" */

/** @param {Client} client */
export const notifications = (client) => ({
  /** @param {Query<"GET /api/v1/me/notifications">} [query] */
  list: (query) => client.send("GET /api/v1/me/notifications", { query }),

  count: () => client.send("GET /api/v1/me/notifications/count"),

  /** @param {number} up_to */
  readUpTo: (up_to) => client.send("PUT /api/v1/me/notifications/read", { body: { up_to } }),

  /** Also when its page is left at once. @param {number} number */
  read: (number) => client.send("PUT /api/v1/me/notifications/{number}/read", { path: { number }, keepalive: true }),

  /** @param {number} number */
  remove: (number) => client.send("DELETE /api/v1/me/notifications/{number}", { path: { number } }),

  choices: () => client.send("GET /api/v1/me/notification-choices"),

  /** @param {Body<"PATCH /api/v1/me/notification-choices">} body */
  choose: (body) => client.send("PATCH /api/v1/me/notification-choices", { body }),

  /** @param {Query<"GET /api/v1/me/blocks">} [query] */
  blocks: (query) => client.send("GET /api/v1/me/blocks", { query }),

  /** @param {string} username */
  block: (username) => client.send("PUT /api/v1/me/blocks/{username}", { path: { username } }),

  /** @param {string} username */
  unblock: (username) => client.send("DELETE /api/v1/me/blocks/{username}", { path: { username } }),
});
