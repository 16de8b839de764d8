// <account-settings>: loads who is signed in and lets each section draw what is theirs.

import "portico/account/password-field";
import "portico/account/settings/devices";
import "portico/account/settings/email";
import "portico/account/settings/identities";
import "portico/account/settings/leaving";
import "portico/account/settings/notifications";
import "portico/account/settings/passkeys";
import "portico/account/settings/password";
import "portico/account/settings/privacy";
import "portico/account/settings/profile";
import "portico/account/settings/programs";
import "portico/account/settings/totp";
import { askIn } from "portico/account/proof";
import { cache, root } from "portico/state/shared";
import { session } from "portico/state/session";

/** @import { Me } from "../api/schema.d.ts" */
/** @import { Setting } from "./settings/setting.js" */

const SECTIONS = "profile-setting, email-setting, password-setting, passkey-setting, totp-setting, identity-setting, session-setting, token-setting, notification-setting, privacy-setting, leave-setting";

export class AccountSettings extends HTMLElement {
  /** @type {Me | undefined} */
  known;
  /** @type {string | undefined} */
  farewell;

  connectedCallback() {
    const dialog = /** @type {HTMLDialogElement} */ (this.querySelector("[data-proof]"));
    askIn(dialog, () => this.known);
    this.addEventListener("account-changed", () => {
      cache.invalidate("me");
      this.load();
    });
    this.addEventListener("account-closed", () => {
      this.farewell = "?notice=closed";
    });
    this.addEventListener("recovery-codes", (event) => {
      const section = /** @type {import("./settings/totp.js").TotpSetting} */ (this.querySelector("totp-setting"));
      section.keep(/** @type {CustomEvent} */ (event).detail);
    });
    session.addEventListener("change", () => session.member || signIn(this.farewell));
    this.load();
  }

  async load() {
    const wait = /** @type {HTMLElement} */ (this.querySelector("[data-wait]"));
    try {
      const known = session.status === "signed-out" ? null : await session.check();
      if (!known) return signIn();
      this.show(known);
      wait.hidden = true;
    } catch (problem) {
      wait.textContent = /** @type {Error} */ (problem).message;
    } finally {
      this.ariaBusy = null;
    }
  }

  /** @param {Me} known */
  show(known) {
    this.known = known;
    const greeting = document.querySelector("[data-greeting]");
    if (greeting) greeting.textContent = `Signed in as ${known.username}`;
    for (const section of /** @type {Setting[]} */ ([...this.querySelectorAll(SECTIONS)])) {
      // What cannot be loaded leaves its section empty, and the others as they are.
      section.show(known).catch(() => {});
    }
    /** @type {HTMLElement} */ (this.querySelector("[data-known]")).hidden = false;
  }
}

/** @param {string} [query] what the page is told; by default, where to go on to */
function signIn(query = `?to=${encodeURIComponent(location.pathname)}`) {
  location.replace(`${root}/sign-in${query}`);
}

customElements.define("account-settings", AccountSettings);
