// Collections, their entries, and the tags over all of them.

/** @import { Client, Options, Query } from "./client.js" */

/** @param {Client} client */
export const content = (client) => ({
  /** @param {Options} [options] */
  collections: (options) => client.send("GET /api/v1/content", options),

  /**
   * @param {string} collection
   * @param {Query<"GET /api/v1/content/{collection}">} [query]
   * @param {Options} [options]
   */
  entries: (collection, query, options) =>
    client.send("GET /api/v1/content/{collection}", { path: { collection }, query, ...options }),

  /**
   * @param {string} collection
   * @param {string} slug
   * @param {Options} [options]
   */
  entry: (collection, slug, options) =>
    client.send("GET /api/v1/content/{collection}/{slug}", { path: { collection, slug }, ...options }),

  /** @param {Options} [options] */
  tags: (options) => client.send("GET /api/v1/tags", options),
});
