// What whoever owns the site looks after it with: what waits, mails, jobs, traffic, health, flags, content.

/** @import { Client, Options, Query } from "./client.js" */

/** @param {Client} client */
export const studio = (client) => ({
  /** @param {Options} [options] */
  summary: (options) => client.send("GET /api/v1/studio/summary", options),

  /** @param {Query<"GET /api/v1/studio/traffic">} [query] @param {Options} [options] */
  traffic: (query, options) => client.send("GET /api/v1/studio/traffic", { query, ...options }),

  /** @param {Query<"GET /api/v1/studio/mails">} [query] @param {Options} [options] */
  mails: (query, options) => client.send("GET /api/v1/studio/mails", { query, ...options }),

  /** @param {number} number */
  deliverMail: (number) => client.send("POST /api/v1/studio/mails/{number}/deliveries", { path: { number } }),

  /** @param {Query<"GET /api/v1/studio/jobs">} [query] @param {Options} [options] */
  jobs: (query, options) => client.send("GET /api/v1/studio/jobs", { query, ...options }),

  /** @param {number} number */
  runJob: (number) => client.send("POST /api/v1/studio/jobs/{number}/runs", { path: { number } }),

  /** @param {Options} [options] */
  health: (options) => client.send("GET /api/v1/studio/health", options),

  /** @param {Options} [options] */
  flags: (options) => client.send("GET /api/v1/studio/flags", options),

  /** @param {Options} [options] */
  contentProblems: (options) => client.send("GET /api/v1/studio/content-problems", options),
});
