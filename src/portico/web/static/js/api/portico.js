// Everything that the API offers, area by area, for front ends elsewhere.

import { auth } from "portico/api/auth";
import { Client } from "portico/api/client";
import { content } from "portico/api/content";
import { me } from "portico/api/me";
import { operations } from "portico/api/operations";
import { portfolio } from "portico/api/portfolio";
import { proofs } from "portico/api/proofs";
import { search } from "portico/api/search";
import { site } from "portico/api/site";
import { traffic } from "portico/api/traffic";
import { users } from "portico/api/users";

/** @param {import("./client.js").Settings} [settings] */
export function portico(settings) {
  const client = new Client(settings);
  return {
    client,
    auth: auth(client),
    content: content(client),
    me: me(client),
    operations: operations(client),
    portfolio: portfolio(client),
    proofs: proofs(client),
    search: search(client),
    site: site(client),
    traffic: traffic(client),
    users: users(client),
  };
}
