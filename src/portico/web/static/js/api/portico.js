// Everything that the API offers, area by area, for front ends elsewhere.

import { auth } from "portico/api/auth";
import { Client } from "portico/api/client";
import { contact } from "portico/api/contact";
import { content } from "portico/api/content";
import { discussions } from "portico/api/discussions";
import { me } from "portico/api/me";
import { moderation } from "portico/api/moderation";
import { notifications } from "portico/api/notifications";
import { operations } from "portico/api/operations";
import { portfolio } from "portico/api/portfolio";
import { proofs } from "portico/api/proofs";
import { saved } from "portico/api/saved";
import { search } from "portico/api/search";
import { site } from "portico/api/site";
import { studio } from "portico/api/studio";
import { traffic } from "portico/api/traffic";
import { users } from "portico/api/users";

/** @param {import("./client.js").Settings} [settings] */
export function portico(settings) {
  const client = new Client(settings);
  return {
    client,
    auth: auth(client),
    contact: contact(client),
    content: content(client),
    discussions: discussions(client),
    me: me(client),
    moderation: moderation(client),
    notifications: notifications(client),
    operations: operations(client),
    portfolio: portfolio(client),
    proofs: proofs(client),
    saved: saved(client),
    search: search(client),
    site: site(client),
    studio: studio(client),
    traffic: traffic(client),
    users: users(client),
  };
}
