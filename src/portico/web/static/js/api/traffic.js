// How often pages are read.

/** @import { Client, Options } from "./client.js" */

/** @param {Client} client */
export const traffic = (client) => ({
  /**
   * @param {string} path of a page, from the root of the site
   * @param {Options} [options]
   */
  views: (path, options) => client.send("GET /api/v1/views", { query: { path }, ...options }),
});
