// The site as a whole.

/** @import { Client, Options } from "./client.js" */

/** @param {Client} client */
export const site = (client) => ({
  /** @param {Options} [options] */
  read: (options) => client.send("GET /api/v1/site", options),

  /** @param {Options} [options] */
  manifest: (options) => client.send("GET /api/v1/manifest", options),
});
