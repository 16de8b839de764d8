// The signs under a comment or an article: turned at once, and turned back where the server refuses.

import { button, made } from "portico/made";
import { openBeside } from "portico/discussion/popover";
import { counted, why } from "portico/discussion/words";

/** @import { ReactionCount } from "../api/schema.d.ts" */
/** @import { ReactionKind } from "../api/discussions.js" */

/** @type {Record<ReactionKind, [string, string]>} */
const SIGNS = {
  "thumbs-up": ["👍", "Thumbs up"],
  heart: ["❤️", "Heart"],
  party: ["🎉", "Party"],
  thinking: ["🤔", "Thinking"],
  eyes: ["👀", "Eyes"],
};
const KINDS = /** @type {ReactionKind[]} */ (Object.keys(SIGNS));

/**
 * @typedef {object} Given
 * @property {readonly ReactionCount[]} reactions
 * @property {boolean} may whether whoever looks may give signs
 * @property {(kind: ReactionKind, on: boolean) => Promise<{reactions: readonly ReactionCount[]}>} send
 * @property {(reactions: readonly ReactionCount[]) => void} [keep] is told what there is now
 * @property {(words: string) => void} tell
 */

/** @param {Given} given @returns {HTMLElement} */
export function signs({ reactions, may, send, keep, tell }) {
  const place = made("div", { className: "signs", role: "group", "aria-label": "Reactions" });

  /** @param {readonly ReactionCount[]} now */
  function draw(now) {
    reactions = now;
    keep?.(now);
    const focused = place.contains(document.activeElement) && /** @type {HTMLElement} */ (document.activeElement).dataset.kind;
    const given = KINDS.flatMap((kind) => now.filter((each) => each.kind === kind && each.count > 0));
    const chooser = may && button("React", choose, { className: "deed", "aria-haspopup": "true", ariaExpanded: "false" });
    place.replaceChildren(...given.map(sign), ...(chooser ? [chooser] : []));
    place.hidden = !place.childElementCount;
    const same = /** @type {HTMLElement | null} */ (place.querySelector(`[data-kind="${focused}"]`));
    if (focused !== false) (same ?? (chooser || null))?.focus();
  }

  /** @param {ReactionCount} reaction */
  function sign({ kind, count, mine }) {
    const label = `${SIGNS[kind][1]}: ${counted(count, "person", "people")}`;
    if (!may) return made("span", { className: "sign", role: "img", "aria-label": label, textContent: `${SIGNS[kind][0]} ${count}` });
    const given = { className: "sign", ariaPressed: String(mine), "aria-label": label };
    const made_ = button(`${SIGNS[kind][0]} ${count}`, () => turn(kind), given);
    made_.dataset.kind = kind;
    return made_;
  }

  /** @param {HTMLButtonElement} opener */
  function choose(opener) {
    openBeside(opener, "Choose a reaction", (close) =>
      KINDS.map((kind) => {
        const mine = reactions.some((each) => each.kind === kind && each.mine);
        const given = { className: "sign", ariaPressed: String(mine), "aria-label": SIGNS[kind][1], title: SIGNS[kind][1] };
        return button(SIGNS[kind][0], () => (close(), turn(kind)), given);
      }),
    );
  }

  /** @param {ReactionKind} kind */
  async function turn(kind) {
    const before = reactions;
    const known = before.find((each) => each.kind === kind) ?? { kind, count: 0, mine: false };
    const on = !known.mine;
    draw([...before.filter((each) => each !== known), { kind, count: known.count + (on ? 1 : -1), mine: on }]);
    try {
      draw((await send(kind, on)).reactions);
      tell(`${SIGNS[kind][1]} ${on ? "given" : "taken back"}`);
    } catch (problem) {
      draw(before);
      tell(`That did not work. ${why(problem)}`);
    }
  }

  draw(reactions);
  return place;
}
