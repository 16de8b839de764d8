// What readers say under articles, and the signs that they give.

/** @import { Body, Client, Options, Query } from "./client.js" */
/** @import { ReactionCount } from "./schema.d.ts" */

/** @typedef {ReactionCount["kind"]} ReactionKind */

/** @param {Client} client */
export const discussions = (client) => ({
  /**
   * @param {string} collection
   * @param {string} slug
   * @param {Query<"GET /api/v1/discussions/{collection}/{slug}">} [query]
   * @param {Options} [options]
   */
  read: (collection, slug, query, options) =>
    client.send("GET /api/v1/discussions/{collection}/{slug}", { path: { collection, slug }, query, ...options }),

  /**
   * @param {string} collection
   * @param {string} slug
   * @param {Body<"POST /api/v1/discussions/{collection}/{slug}">} body
   * @param {Options} [options] whose key makes sure that it is posted once
   */
  post: (collection, slug, body, options) =>
    client.send("POST /api/v1/discussions/{collection}/{slug}", { path: { collection, slug }, body, ...options }),

  /** @param {number} number */
  thread: (number) => client.send("GET /api/v1/comments/{number}", { path: { number } }),

  /** @param {number} number of a comment at the top @param {Query<"GET /api/v1/comments/{number}/replies">} [query] */
  replies: (number, query) => client.send("GET /api/v1/comments/{number}/replies", { path: { number }, query }),

  /** @param {number} number @param {Body<"PATCH /api/v1/comments/{number}">} body */
  edit: (number, body) => client.send("PATCH /api/v1/comments/{number}", { path: { number }, body }),

  /** @param {number} number */
  remove: (number) => client.send("DELETE /api/v1/comments/{number}", { path: { number } }),

  /** @param {number} number */
  edits: (number) => client.send("GET /api/v1/comments/{number}/edits", { path: { number } }),

  /** @param {number} number @param {Body<"POST /api/v1/comments/{number}/reports">} body */
  report: (number, body) => client.send("POST /api/v1/comments/{number}/reports", { path: { number }, body }),

  /** @param {number} number @param {ReactionKind} kind */
  react: (number, kind) => client.send("PUT /api/v1/comments/{number}/reactions/{kind}", { path: { number, kind } }),

  /** @param {number} number @param {ReactionKind} kind */
  unreact: (number, kind) =>
    client.send("DELETE /api/v1/comments/{number}/reactions/{kind}", { path: { number, kind } }),

  /** @param {string} collection @param {string} slug @param {ReactionKind} kind */
  reactTo: (collection, slug, kind) =>
    client.send("PUT /api/v1/reactions/{kind}/{collection}/{slug}", { path: { kind, collection, slug } }),

  /** @param {string} collection @param {string} slug @param {ReactionKind} kind */
  unreactTo: (collection, slug, kind) =>
    client.send("DELETE /api/v1/reactions/{kind}/{collection}/{slug}", { path: { kind, collection, slug } }),
});
