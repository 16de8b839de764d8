// <oauth-callback>: takes in what another site sent somebody back with, and tells the page that sent them.

import { auth } from "portico/api/auth";
import { entrance, here } from "portico/account/entering";
import { onSubmit } from "portico/account/form";
import { prove } from "portico/account/proof-step";
import { fill, form, go } from "portico/account/steps";
import { reason, tell } from "portico/account/telling";
import { client, root } from "portico/state/shared";

/** @import { Problem } from "../api/problem.js" */

const doors = auth(client);

class OauthCallback extends HTMLElement {
  told = new URLSearchParams(location.hash.slice(1));
  onward = here(this.told.get("return_to")) ?? `${root}/settings`;
  /** Names the identity that waits until its person has signed in here. */
  ticket = "";

  connectedCallback() {
    // What stands in the address is used once, and is nobody else's to see.
    history.replaceState(null, "", location.pathname);
    for (const link of this.querySelectorAll("[data-onward]")) link.setAttribute("href", this.onward);
    this.entered = entrance(this, () => this.link());
    onSubmit(form(this, "reactivate"), () => this.exchange(true));
    this.begin().catch((problem) => this.fail(problem));
  }

  async begin() {
    const error = this.told.get("error");
    if (this.told.has("linked")) this.done("linked");
    else if (error || !this.told.has("code")) this.fail(new Error(reason(error)));
    else await this.exchange(false);
  }

  /** @param {boolean} reactivate */
  async exchange(reactivate) {
    try {
      const answer = await doors.exchange({ code: this.told.get("code") ?? "", reactivate });
      if (answer.state !== "proof-needed") return this.entered?.(answer);
      this.ticket = answer.ticket;
      prove(this, answer, (entered) => this.entered?.(entered));
    } catch (problem) {
      if (/** @type {Problem} */ (problem).code !== "account-deactivated") throw problem;
      go(this, "reactivate");
    }
  }

  async link() {
    try {
      if (this.ticket) await doors.linkProved({ ticket: this.ticket });
      this.done("signed-in");
    } catch (problem) {
      this.fail(/** @type {Problem} */ (problem));
    }
  }

  /** @param {"signed-in" | "linked"} outcome */
  done(outcome) {
    tell({ outcome, words: "" });
    if (!this.told.has("popup")) return location.replace(this.onward);
    go(this, "done");
    close();
  }

  /** @param {Error} problem */
  fail({ message }) {
    fill(this, "data-why", message);
    go(this, "failed");
    tell({ outcome: "failed", words: message });
    if (this.told.has("popup")) close();
  }
}

customElements.define("oauth-callback", OauthCallback);
