// Other people as everyone sees them, and what is uploaded for one's own page.

/** @import { Body, Client, Options, Query } from "./client.js" */

/** @param {Client} client */
export const users = (client) => ({
  /** @param {string} username @param {Options} [options] */
  read: (username, options) => client.send("GET /api/v1/users/{username}", { path: { username }, ...options }),

  /**
   * Leave to send a file. Its bytes go to the address that this gives, which is that of a bucket or our own
   * "PUT /api/v1/uploads/slots/{token}".
   * @param {Body<"POST /api/v1/uploads">} body
   */
  startUpload: (body) => client.send("POST /api/v1/uploads", { body }),

  /** @param {Body<"POST /api/v1/uploads/confirm">} body @param {Options} [options] */
  confirmUpload: (body, options) => client.send("POST /api/v1/uploads/confirm", { body, ...options }),

  /** @param {Query<"GET /api/v1/people">} [query] */
  people: (query) => client.send("GET /api/v1/people", { query }),

  /** @param {number} number @param {Body<"PATCH /api/v1/people/{number}">} body */
  changePerson: (number, body) => client.send("PATCH /api/v1/people/{number}", { path: { number }, body }),
});
