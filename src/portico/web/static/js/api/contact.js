// Letters to the owner, and the owner's inbox.

/** @import { Body, Client, Options, Query } from "./client.js" */

/** @param {Client} client */
export const contact = (client) => ({
  form: () => client.send("GET /api/v1/contact/form"),

  /** @param {Body<"POST /api/v1/contact">} body @param {Options} [options] */
  write: (body, options) => client.send("POST /api/v1/contact", { body, ...options }),

  /** @param {Query<"GET /api/v1/contact/messages">} [query] */
  letters: (query) => client.send("GET /api/v1/contact/messages", { query }),

  /** @param {Query<"GET /api/v1/contact/messages/export">} [query] */
  exported: (query) => client.send("GET /api/v1/contact/messages/export", { query }),

  /** @param {number} number */
  letter: (number) => client.send("GET /api/v1/contact/messages/{number}", { path: { number } }),

  /** @param {number} number @param {Body<"PATCH /api/v1/contact/messages/{number}">} body */
  change: (number, body) => client.send("PATCH /api/v1/contact/messages/{number}", { path: { number }, body }),

  /** @param {number} number */
  remove: (number) => client.send("DELETE /api/v1/contact/messages/{number}", { path: { number } }),

  /** @param {number} number @param {Body<"POST /api/v1/contact/messages/{number}/answers">} body @param {Options} [options] */
  answer: (number, body, options) =>
    client.send("POST /api/v1/contact/messages/{number}/answers", { path: { number }, body, ...options }),
});
