// The operator's side: health, flags, work in the background, mails, people.

/** @import { Body, Client, Options, Query } from "./client.js" */

/** @param {Client} client whose token is the operator's */
export const operations = (client) => ({
  /** @param {Options} [options] */
  health: (options) => client.send("GET /api/v1/ops/health", options),

  /** @param {Options} [options] */
  connection: (options) => client.send("GET /api/v1/ops/connection", options),

  /** @param {Options} [options] */
  flags: (options) => client.send("GET /api/v1/ops/flags", options),

  /**
   * @param {Query<"GET /api/v1/ops/jobs">} [query]
   * @param {Options} [options]
   */
  jobs: (query, options) => client.send("GET /api/v1/ops/jobs", { query, ...options }),

  /** @param {number} number @param {Options} [options] */
  job: (number, options) => client.send("GET /api/v1/ops/jobs/{number}", { path: { number }, ...options }),

  /** @param {number} number @param {Options} [options] */
  runJob: (number, options) => client.send("POST /api/v1/ops/jobs/{number}/runs", { path: { number }, ...options }),

  /** @param {number} number @param {Options} [options] */
  dropJob: (number, options) => client.send("DELETE /api/v1/ops/jobs/{number}", { path: { number }, ...options }),

  /**
   * @param {Query<"GET /api/v1/ops/mails">} [query]
   * @param {Options} [options]
   */
  mails: (query, options) => client.send("GET /api/v1/ops/mails", { query, ...options }),

  /** @param {number} number @param {Options} [options] */
  mail: (number, options) => client.send("GET /api/v1/ops/mails/{number}", { path: { number }, ...options }),

  /** @param {number} number @param {Options} [options] */
  deliverMail: (number, options) =>
    client.send("POST /api/v1/ops/mails/{number}/deliveries", { path: { number }, ...options }),

  /** @param {number} number @param {Options} [options] */
  dropMail: (number, options) => client.send("DELETE /api/v1/ops/mails/{number}", { path: { number }, ...options }),

  /**
   * @param {string} recipient
   * @param {Options} [options]
   */
  sendTestMail: (recipient, options) => client.send("POST /api/v1/ops/mails", { body: { recipient }, ...options }),

  /** @param {Query<"GET /api/v1/ops/people">} [query] @param {Options} [options] */
  people: (query, options) => client.send("GET /api/v1/ops/people", { query, ...options }),

  /** @param {string} username @param {Options} [options] */
  person: (username, options) => client.send("GET /api/v1/ops/people/{username}", { path: { username }, ...options }),

  /** @param {Body<"POST /api/v1/ops/people">} body */
  makePerson: (body) => client.send("POST /api/v1/ops/people", { body }),

  /** @param {string} username @param {Body<"PATCH /api/v1/ops/people/{username}">} body */
  changePerson: (username, body) => client.send("PATCH /api/v1/ops/people/{username}", { path: { username }, body }),

  /** @param {string} username @param {Query<"DELETE /api/v1/ops/people/{username}">} [query] */
  deletePerson: (username, query) =>
    client.send("DELETE /api/v1/ops/people/{username}", { path: { username }, query }),

  /** @param {string} username */
  signOutPerson: (username) => client.send("DELETE /api/v1/ops/people/{username}/sessions", { path: { username } }),

  /** @param {string} username */
  removeFactors: (username) => client.send("DELETE /api/v1/ops/people/{username}/factors", { path: { username } }),

  /** @param {string} username */
  helpPersonBackIn: (username) => client.send("POST /api/v1/ops/people/{username}/resets", { path: { username } }),

  /** @param {Body<"POST /api/v1/ops/invitations">} body */
  invite: (body) => client.send("POST /api/v1/ops/invitations", { body }),

  /** @param {Query<"GET /api/v1/ops/comments">} [query] @param {Options} [options] */
  comments: (query, options) => client.send("GET /api/v1/ops/comments", { query, ...options }),

  /** @param {Body<"POST /api/v1/ops/comments/imports">} body */
  importComments: (body) => client.send("POST /api/v1/ops/comments/imports", { body }),
});
