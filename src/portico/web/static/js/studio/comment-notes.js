// What is known of a comment of the queue besides its words: who reported it, how often it changed, where it came from.

import { button, made } from "portico/made";
import { counted } from "portico/studio/words";

/** @import { ModerationEntry } from "../api/schema.d.ts" */

/** @param {ModerationEntry["reports"][number]} report */
export function told({ reason: why, note, username }) {
  return made("li", { dir: "auto" }, `${username ?? "Somebody"} reports: ${why.replace("-", " ")}${note ? `. ${note}` : ""}`);
}

/** @param {ModerationEntry} entry @param {() => unknown} lookBack shows what it said before */
export function notes({ banned, from_network: near, edits }, lookBack) {
  const given = { className: "comment-versions", "aria-haspopup": "dialog" };
  return [
    banned && "Banned. ",
    edits > 0 && button(`Edited ${counted(edits, "time")}`, lookBack, { ...given, title: "What it said before" }),
    near > 0 && ` ${counted(near, "other comment")} came from the same network within 30 days.`,
  ];
}
