// The API's client: our pages call with a cookie, other origins with tokens; a session that has run out is renewed.

import { exchange } from "portico/api/exchange";
import { isSignedOut, isStale } from "portico/api/problem";
import { Renewal } from "portico/api/renewal";

/** @import { Operations } from "./schema.d.ts" */
/** @import { Tokens, TokenStore } from "./tokens.js" */
/** @typedef {keyof Operations} Operation such as `GET /api/v1/site` */
/** @typedef {{signal?: AbortSignal, timeout?: number, key?: string, renew?: boolean, fresh?: boolean, keepalive?: boolean}} Options */
/** @template {Operation} O @typedef {Omit<Operations[O], "answer"> & Options} Asked */
/** @template {Operation} O @typedef {{} extends Asked<O> ? [asked?: Asked<O>] : [asked: Asked<O>]} Asking */
/** @template {Operation} O @typedef {Operations[O] extends {query?: infer Q} ? Q : never} Query */
/** @template {Operation} O @typedef {Operations[O] extends {body: infer B} ? B : never} Body */
/** @typedef {{path?: Record<string, unknown>, query?: Record<string, unknown>, body?: unknown} & Options} Plain */
/**
 * @typedef {object} Settings
 * @property {string} [base] where the site answers, such as `https://example.org`; by default this origin
 * @property {TokenStore} [tokens] what is sent as bearer token; without it a cookie says who calls
 * @property {RequestCredentials} [credentials]
 * @property {(client: Client) => Promise<Tokens | void>} [renew] gets a new session, and the tokens if there are any
 * @property {number} [timeout] milliseconds
 */

export class Client {
  #settings;
  #renewal;

  /** @param {Settings} [settings] */
  constructor({ base = "", tokens, credentials = tokens ? "omit" : "include", renew, timeout = 10_000 } = {}) {
    this.#settings = { base, tokens, credentials, renew, timeout };
    this.#renewal = renew && new Renewal(() => this.#renew(), tokens ? undefined : `portico-renewal ${base}`);
  }

  /**
   * @template {Operation} O
   * @param {O} operation
   * @param {Asking<O>} asking
   * @returns {Promise<Operations[O]["answer"]>}
   */
  async send(operation, ...asking) {
    const asked = /** @type {Plain} */ (asking[0] ?? {});
    const began = Date.now();
    try {
      return await this.#once(operation, asked);
    } catch (problem) {
      if (!this.#renewal || asked.renew === false || !isStale(problem)) throw problem;
    }
    await this.#renewal.after(began);
    return this.#once(operation, asked);
  }

  /** @param {string} operation @param {Plain} asked */
  #once(operation, { path = {}, query = {}, body, signal, timeout = this.#settings.timeout, key, fresh, keepalive }) {
    const { base, tokens, credentials } = this.#settings;
    const [method, template] = operation.split(" ");
    const headers = new Headers({ accept: "application/json" });
    const token = tokens?.read()?.access;
    if (token) headers.set("authorization", `Bearer ${token}`);
    if (key) headers.set("idempotency-key", key);
    if (body !== undefined) headers.set("content-type", "application/json");
    const cache = /** @type {RequestCache} */ (fresh ? "no-cache" : "default");
    const request = { method, headers, body: JSON.stringify(body), credentials, signal, cache, keepalive };
    return exchange(base + address(template, path, query), request, timeout);
  }

  async #renew() {
    const { tokens, renew } = this.#settings;
    try {
      const renewed = await renew?.(this);
      if (renewed) tokens?.write(renewed);
    } catch (problem) {
      // Whoever is refused is signed out; whoever was not heard may try again with what they have.
      if (isSignedOut(problem)) tokens?.clear();
      throw problem;
    }
  }
}

/** @param {string} template @param {Record<string, unknown>} path @param {Record<string, unknown>} query */
function address(template, path, query) {
  const filled = template.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(String(path[name])));
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  return given.length ? `${filled}?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}` : filled;
}
