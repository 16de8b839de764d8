// Everything that the API offers, area by area, for front ends elsewhere.

import { Client } from "portico/api/client";
import { content } from "portico/api/content";
import { operations } from "portico/api/operations";
import { portfolio } from "portico/api/portfolio";
import { search } from "portico/api/search";
import { site } from "portico/api/site";
import { traffic } from "portico/api/traffic";

/** @param {import("./client.js").Settings} [settings] */
export function portico(settings) {
  const client = new Client(settings);
  return {
    client,
    content: content(client),
    operations: operations(client),
    portfolio: portfolio(client),
    search: search(client),
    site: site(client),
    traffic: traffic(client),
  };
}
