// The rooms of the studio, for those who look after the site.

import { mirrored } from "portico/state/mirror";

/** @import { Option } from "./options.js" */

const MODERATED = { Comments: "comments" };
const OWNED = {
  ...MODERATED,
  Inbox: "inbox",
  People: "people",
  Mail: "outbox",
  Jobs: "jobs",
  Traffic: "traffic",
  "Problems of the content": "content",
  Health: "health",
  Flags: "flags",
};
/** @type {Record<string, Record<string, string>>} */
const OPEN = { owner: OWNED, moderator: MODERATED };

/** @returns {Option[]} */
export function rooms() {
  const way = document.querySelector("[data-keeper]");
  if (!(way instanceof HTMLElement)) return [];
  const studio = way.querySelector("a")?.getAttribute("href");
  const closed = way.dataset.closed?.split(" ") ?? [];
  const open = Object.entries(OPEN[mirrored()?.role ?? ""] ?? {}).filter(([, path]) => !closed.includes(path));
  return open.map(([label, path]) => ({ label, href: new URL(`${studio}/${path}`, location.href).href }));
}
