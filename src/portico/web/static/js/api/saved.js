// What somebody wants to find again.

/** @import { Client, Options, Query } from "./client.js" */

/** @param {Client} client */
export const saved = (client) => ({
  /** @param {Query<"GET /api/v1/saved">} [query] @param {Options} [options] */
  list: (query, options) => client.send("GET /api/v1/saved", { query, ...options }),

  /** @param {string} collection @param {string} slug */
  status: (collection, slug) => client.send("GET /api/v1/saved/{collection}/{slug}", { path: { collection, slug } }),

  /** @param {string} collection @param {string} slug */
  save: (collection, slug) => client.send("PUT /api/v1/saved/{collection}/{slug}", { path: { collection, slug } }),

  /** @param {string} collection @param {string} slug */
  drop: (collection, slug) => client.send("DELETE /api/v1/saved/{collection}/{slug}", { path: { collection, slug } }),

  makeFeed: () => client.send("POST /api/v1/me/saved-feed"),

  endFeed: () => client.send("DELETE /api/v1/me/saved-feed"),
});
