// Cloudflare Turnstile: loaded when somebody begins to write, drawn below the letter.

import { Problem } from "portico/api/problem";

// The address that Cloudflare asks for, to the letter.
const SCRIPT = "https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit";
const PATIENCE = 30_000;

const UNSOLVED = new Problem({ code: "check-unsolved", title: "The check below the letter is not done yet. Finish it, then send again." });
const HELD_BACK = new Problem({
  code: "check-held-back",
  title: "The check that tells people from programs could not be loaded. Something in this browser or its network blocks it.",
});

/** @typedef {{render: (place: HTMLElement, options: object) => string, reset: (widget: string) => void}} Widgets */

export class Turnstile {
  /** @type {Promise<Widgets> | null} */
  #loaded = null;
  #widget = "";
  #token = Promise.withResolvers();

  /** @param {HTMLElement} place @param {string} siteKey @param {() => void} fail told when it cannot be had */
  constructor(place, siteKey, fail) {
    this.place = place;
    this.siteKey = siteKey;
    this.fail = fail;
  }

  /** Load it and draw it, once; what could not be had is tried again. */
  begin() {
    this.#loaded ??= loaded().then(
      (widgets) => (this.#draw(widgets), widgets),
      (problem) => {
        this.#loaded = null;
        this.fail();
        throw problem;
      },
    );
    this.#loaded.catch(() => {});
    return this.#loaded;
  }

  /** @returns {Promise<{token: string}>} */
  async give() {
    await this.begin();
    const late = new Promise((_, fail) => setTimeout(fail, PATIENCE, UNSOLVED));
    return { token: await Promise.race([this.#token.promise, late]) };
  }

  /** A token is good once. */
  async renew() {
    this.#token = Promise.withResolvers();
    (await this.#loaded)?.reset(this.#widget);
  }

  /** @param {Widgets} widgets */
  #draw(widgets) {
    this.#widget = widgets.render(this.place, {
      sitekey: this.siteKey,
      action: "contact",
      theme: document.documentElement.dataset.theme ?? "auto",
      size: "flexible",
      "response-field": false,
      callback: (/** @type {string} */ token) => this.#token.resolve(token),
      "expired-callback": () => void (this.#token = Promise.withResolvers()),
      "error-callback": () => (this.fail(), true),
    });
  }
}

/** @returns {Promise<Widgets>} */
function loaded() {
  const { promise, resolve, reject } = Promise.withResolvers();
  const script = document.createElement("script");
  script.src = SCRIPT;
  script.async = true;
  script.onload = () => resolve(/** @type {any} */ (window).turnstile);
  script.onerror = () => (script.remove(), reject(HELD_BACK));
  document.head.append(script);
  return promise;
}
