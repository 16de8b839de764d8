// Coming in by a passkey: at a press, or from what the browser offers below the first field.

import { auth } from "portico/api/auth";
import { Problem } from "portico/api/problem";
import { canSuggest, chosen } from "portico/account/passkeys";
import { client } from "portico/state/shared";

/** @typedef {import("./entering.js").Entered} Entered */

const doors = auth(client);
// A question is open for five minutes.
const ANEW = 4 * 60_000;

export class PasskeyDoor {
  /** @param {Entered} entered */
  constructor(entered) {
    this.entered = entered;
  }

  /** Have the visitor choose a passkey now. */
  open() {
    return this.ask();
  }

  /**
   * Have passkeys stand among what the browser suggests, where it can, for as long as the page is open.
   * @param {(problem: Error) => void} say what to tell whoever chose one that was not taken
   */
  async suggest(say) {
    if (!(await canSuggest())) return;
    const later = setTimeout(() => this.suggest(say), ANEW);
    try {
      await this.ask("conditional");
    } catch (problem) {
      if (problem instanceof Problem) say(problem);
    } finally {
      clearTimeout(later);
    }
  }

  /** @param {CredentialMediationRequirement} [mediation] */
  async ask(mediation) {
    const { options, ticket } = await doors.passkeyOptions();
    this.entered(await doors.passkey({ ticket, credential: await chosen(options, mediation) }));
  }
}
