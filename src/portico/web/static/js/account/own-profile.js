// <own-profile>: merges what only the holder of a page may see and do into the page that everyone sees.

import { PictureDialog } from "portico/account/picture-dialog";
import { session } from "portico/state/session";
import { greet, profileChanged } from "portico/state/ambient";

/** @import { Me } from "../api/schema.d.ts" */

/** @type {Record<string, string>} */
const WAYS = { google: "Google", github: "GitHub" };

class OwnProfile extends HTMLElement {
  /** @type {PictureDialog | undefined} */
  pictures;

  connectedCallback() {
    session.addEventListener("change", () => session.member || this.own(false));
    // Whoever is nobody here makes no request.
    if (session.member?.username === this.dataset.username) this.merge().catch(() => {});
  }

  async merge() {
    const known = await session.check();
    if (known?.username !== this.dataset.username) return;
    this.describe(/** @type {Me} */ (known));
    this.own(true);
    const dialog = /** @type {HTMLDialogElement} */ (this.querySelector("[data-crop]"));
    this.pictures ??= new PictureDialog(dialog, (purpose, address) => this.picture(purpose, address));
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("[data-change]"))) {
      const purpose = /** @type {"avatar" | "banner"} */ (button.dataset.change);
      button.onclick = () => this.pictures?.open(purpose, this.has(purpose));
    }
    /** @type {HTMLElement} */ (this.querySelector("[data-open-settings]")).onclick = () => this.openSettings();
    await greet();
    const { showLists } = await import("portico/account/own-lists");
    await showLists(this);
  }

  /** @param {Me} known */
  describe({ email, has_password, providers, factors }) {
    const ways = [
      ...(has_password ? ["password"] : []),
      ...(email ? ["mailed code"] : []),
      ...(factors.passkeys ? ["passkey"] : []),
      ...providers.map((name) => WAYS[name] ?? name),
    ];
    /** @type {HTMLElement} */ (this.querySelector("[data-email]")).textContent = email ?? "none";
    /** @type {HTMLElement} */ (this.querySelector("[data-ways]")).textContent = ways.join(", ");
    const missing = factors.required && !factors.totp && !factors.passkeys;
    const notices = missing ? ["Your role requires a second step. Until you set one up in the settings, some pages stay closed to you."] : [];
    this.querySelector("[data-notices]")?.replaceChildren(
      ...notices.map((words) => Object.assign(document.createElement("li"), { className: "notice", textContent: words })),
    );
  }

  /** @param {boolean} mine */
  own(mine) {
    for (const part of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("[data-own]"))) part.hidden = !mine;
  }

  /** @param {string} purpose */
  has(purpose) {
    return Boolean(this.querySelector(`[data-picture="${purpose}"] img`));
  }

  async openSettings() {
    const dialog = /** @type {HTMLDialogElement} */ (this.querySelector("[data-settings]"));
    const template = dialog.querySelector(":scope > template");
    await import("portico/account/settings");
    if (template) {
      template.replaceWith(/** @type {HTMLTemplateElement} */ (template).content);
      /** @type {HTMLElement} */ (dialog.querySelector("[data-close]")).onclick = () => dialog.close();
      // What everyone sees of the page is the server's to write.
      dialog.addEventListener("profile-changed", () => dialog.addEventListener("close", () => location.reload()));
    }
    dialog.showModal();
  }

  /** @param {string} purpose @param {string} address of the new picture; none where there is to be none */
  async picture(purpose, address) {
    const image = Object.assign(document.createElement("img"), { src: address, alt: "" });
    this.querySelector(`[data-picture="${purpose}"]`)?.replaceChildren(...(address ? [image] : []));
    const status = /** @type {HTMLElement} */ (this.querySelector("[data-status]"));
    status.textContent = address ? "The picture is changed." : "The picture is removed.";
    await profileChanged();
  }
}

customElements.define("own-profile", OwnProfile);
