// What surrounds every page of somebody who is signed in: their own name and picture.

import { users } from "portico/api/users";
import { session } from "portico/state/session";
import { cache, client } from "portico/state/shared";

/** @import { RecentItem } from "../api/schema.d.ts" */

const PROFILE = "profile";

/** One's own profile, as others see it, without what the browser remembers of it. */
export function ownProfile() {
  const { username } = /** @type {{username: string}} */ (session.member);
  return cache.get(`${PROFILE} ${username}`, () => users(client).read(username, { fresh: true }), { tags: [PROFILE] });
}

/** Have the header show the name and picture that the profile has. */
export async function greet() {
  if (!(await session.check())) return;
  const { name, avatar } = await ownProfile();
  if (session.member) session.show({ ...session.member, name, avatar: avatar?.url ?? null });
}

/** Something that was just written is the latest of what one's own profile tells. @param {RecentItem} comment */
export async function remember(comment) {
  const kind = "comments";
  const profile = await ownProfile();
  const { count, items } = profile.recent.find((each) => each.kind === kind) ?? { count: 0, items: [] };
  if (items.some((each) => each.url === comment.url)) return;
  const others = profile.recent.filter((each) => each.kind !== kind);
  const told = { ...profile, recent: [{ kind, count: count + 1, items: [comment, ...items] }, ...others] };
  const key = `${PROFILE} ${profile.username}`;
  cache.invalidate(key);
  await cache.get(key, async () => told, { tags: [PROFILE] });
}

/** One's own profile has changed, and what is shown of it with it. */
export function profileChanged() {
  cache.invalidateTag(PROFILE);
  return greet();
}
