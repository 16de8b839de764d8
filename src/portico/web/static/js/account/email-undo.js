// <email-undo>: takes back a change of address, for whoever reads the mail of the old one.

import { auth } from "portico/api/auth";
import { onSubmit } from "portico/account/form";
import { linkToken } from "portico/account/link-token";
import { form, go } from "portico/account/steps";
import { session } from "portico/state/session";
import { client } from "portico/state/shared";

class EmailUndo extends HTMLElement {
  connectedCallback() {
    const token = linkToken();
    if (!token) return go(this, "missing");
    onSubmit(form(this, "start"), async () => {
      await auth(client).undoEmail({ token });
      session.end();
      go(this, "done");
    });
  }
}

customElements.define("email-undo", EmailUndo);
