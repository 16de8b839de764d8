// The operator's side: health, flags, work in the background, mails.

/** @import { Client, Options, Query } from "./client.js" */

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
});
