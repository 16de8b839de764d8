// What the scripts of our own pages share: the API of this site, and one memory of its answers.

import { Client } from "portico/api/client";
import { MemoryCache } from "portico/state/cache";

/** The path that the site is mounted under, without a slash at its end. */
export const root = (document.documentElement.dataset.root ?? "/").replace(/\/$/, "");

export const client = new Client({ base: root, renew });

export const cache = new MemoryCache();

/** @param {Client} client */
async function renew(client) {
  await client.send("POST /api/v1/auth/refresh", { body: {}, renew: false });
}
