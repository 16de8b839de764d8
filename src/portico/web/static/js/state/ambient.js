// What surrounds every page of somebody who is signed in: their own name and picture.

import { users } from "portico/api/users";
import { session } from "portico/state/session";
import { cache, client } from "portico/state/shared";

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

/** One's own profile has changed, and what is shown of it with it. */
export function profileChanged() {
  cache.invalidateTag(PROFILE);
  return greet();
}
