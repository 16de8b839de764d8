// <welcome-form>: makes the account of the owner, for whoever holds the link of the first start.

import { auth } from "portico/api/auth";
import { onSubmit } from "portico/account/form";
import { linkToken } from "portico/account/link-token";
import { form, go } from "portico/account/steps";
import { session } from "portico/state/session";
import { client, root } from "portico/state/shared";

class WelcomeForm extends HTMLElement {
  connectedCallback() {
    const token = linkToken();
    if (!token) return go(this, "missing");
    onSubmit(form(this, "start"), async ({ email, username, password }) => {
      const { account } = await auth(client).welcome({ token, email, username, password });
      if (account) session.begin(account);
      location.assign(`${root}/settings`);
    });
  }
}

customElements.define("welcome-form", WelcomeForm);
