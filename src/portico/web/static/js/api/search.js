// What the search finds.

/** @import { Client, Options, Query } from "./client.js" */

/** @param {Client} client */
export const search = (client) => ({
  /**
   * @param {Query<"GET /api/v1/search">} query
   * @param {Options} [options]
   */
  entries: (query, options) => client.send("GET /api/v1/search", { query, ...options }),
});
