// All letters as one file, fetched page by page.

import { made } from "portico/made";

/** @import { LetterView } from "../api/schema.d.ts" */

/** @param {(query: {limit: number, cursor?: string}) => Promise<{items: readonly LetterView[], next_cursor: string | null}>} exported */
export async function download(exported) {
  const lines = [];
  /** @type {string | undefined} */
  let cursor;
  do {
    const page = await exported({ limit: 100, ...(cursor ? { cursor } : {}) });
    lines.push(...page.items.map((letter) => `${JSON.stringify(letter)}\n`));
    cursor = page.next_cursor ?? undefined;
  } while (cursor);
  const file = URL.createObjectURL(new Blob(lines, { type: "application/jsonl" }));
  made("a", { href: file, download: "letters.jsonl" }).click();
  setTimeout(() => URL.revokeObjectURL(file), 60_000);
}
