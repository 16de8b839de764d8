// <studio-outbox>: mails that wait, were given up or have left; what was given up can be sent again.

import { studio } from "portico/api/studio";
import { button, made } from "portico/made";
import { exactly } from "portico/moments";
import { client } from "portico/state/shared";
import { ListRoom } from "portico/studio/list-room";

/** @import { MailAnswer } from "../api/schema.d.ts" */

const { mails, deliverMail } = studio(client);

class StudioOutbox extends ListRoom {
  nouns = ["mail", "mails"];

  /** @param {Record<string, string>} query */
  find(query) {
    return mails(query);
  }

  /** @param {MailAnswer} mail */
  row(mail) {
    const again = () => this.change(row, () => deliverMail(mail.id));
    /** @type {HTMLElement} */
    const row = made(
      "li",
      { "data-state": mail.state },
      made("span", { className: "ledger-name" }, mail.subject),
      made("span", { className: "ledger-note" }, `${mail.recipient} · ${fate(mail)}`),
      mail.error && made("span", { className: "ledger-fault" }, mail.error),
      mail.state !== "waiting" && button("Send again", again, { className: "quiet-call", ariaLabel: `Send again: ${mail.subject}` }),
    );
    return row;
  }
}

/** @param {MailAnswer} mail */
function fate({ state, sent_at, created_at, attempts, next_attempt_at }) {
  if (sent_at) return `sent ${exactly(sent_at)}`;
  const tried = attempts === 1 ? "tried once" : `tried ${attempts} times`;
  if (state === "parked") return `given up, ${tried}, written ${exactly(created_at)}`;
  return `waiting${attempts ? `, ${tried}` : ""}${next_attempt_at ? `, next try ${exactly(next_attempt_at)}` : ""}`;
}

customElements.define("studio-outbox", StudioOutbox);
