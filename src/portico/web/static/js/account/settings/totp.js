// <totp-setting>: an authenticator app as a second step, and the codes for the day it is lost.

import { proofs } from "portico/api/proofs";
import { onSubmit } from "portico/account/form";
import { proven } from "portico/account/proof";
import { button } from "portico/account/rows";
import { Setting } from "portico/account/settings/setting";
import { fill } from "portico/account/steps";
import { sayFor } from "portico/say";
import { copy } from "portico/sharing";
import { client } from "portico/state/shared";

const mine = proofs(client);

export class TotpSetting extends Setting {
  /** @type {readonly string[]} */
  codes = [];

  connectedCallback() {
    button(this, "[data-start]", () => this.start());
    button(this, "[data-renew]", async () => this.keep((await proven(() => mine.newRecoveryCodes())).recovery_codes));
    button(this, "[data-remove]", async () => {
      await proven(() => mine.removeTotp());
      this.changed();
    });
    button(this, "[data-kept]", () => this.changed());
    button(this, "[data-copy]", async () => {
      sayFor(this.piece("[data-copy]"), (await copy(this.codes.join("\n"))) ? "Copied" : "Could not copy");
    });
    // Whoever had to fetch an app first is asked once more who they are.
    onSubmit(this.form(), async ({ code }) => this.keep((await proven(() => mine.confirmTotp({ code }))).recovery_codes));
  }

  async draw() {
    const factors = this.known?.factors;
    this.piece("[data-required]").hidden = !factors?.required || factors.totp || factors.passkeys > 0;
    fill(this, "data-left", `${factors?.recovery_codes ?? 0} recovery codes are left.`);
    this.piece("[data-backup]").hidden = !factors?.totp && !factors?.passkeys;
    this.state(factors?.totp ? "on" : "off");
  }

  async start() {
    const { secret, qr_svg } = await proven(() => mine.startTotp());
    fill(this, "data-secret", secret.replace(/(.{4})(?=.)/g, "$1 "));
    const picture = Object.assign(new Image(200, 200), {
      className: "totp-picture",
      alt: "The picture that an authenticator app reads",
      src: `data:image/svg+xml,${encodeURIComponent(qr_svg)}`,
    });
    this.piece("[data-qr]").replaceChildren(picture);
    this.state("setup");
    /** @type {HTMLElement} */ (this.form().elements.namedItem("code")).focus();
  }

  /** @param {readonly string[]} codes */
  keep(codes) {
    this.codes = codes;
    this.form().reset();
    this.piece("[data-codes]").replaceChildren(
      ...codes.map((code) => Object.assign(document.createElement("li"), { textContent: code })),
    );
    this.state("codes");
    this.piece("[data-backup]").hidden = true;
    this.piece("[data-kept]").focus();
  }
}

customElements.define("totp-setting", TotpSetting);
