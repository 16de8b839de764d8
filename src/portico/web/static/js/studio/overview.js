// <studio-overview>: what waits for whoever looks, how much the site is read, and how it is.

import { studio } from "portico/api/studio";
import { made } from "portico/made";
import { exactly } from "portico/moments";
import { client, root } from "portico/state/shared";
import { drawing } from "portico/studio/drawing";
import { Room } from "portico/studio/room";
import { bytes, counted } from "portico/studio/words";

/** @import { Machine, TrafficAnswer, WaitingAnswer } from "../api/schema.d.ts" */

const { summary, traffic, health } = studio(client);

class StudioOverview extends Room {
  pause = 30_000;

  async load() {
    const owns = this.known?.role === "owner";
    const [{ waiting }, read, machine] = await Promise.all([
      summary(),
      owns ? traffic({ days: "30" }).catch(uncounted) : null,
      owns ? health() : null,
    ]);
    this.wait(waiting.filter(({ count }) => count));
    this.read(read);
    if (machine) this.describe(machine);
  }

  /** @param {readonly WaitingAnswer[]} waiting */
  wait(waiting) {
    const rows = waiting.map(({ label, path, count }) =>
      made("li", {}, made("a", { className: "ledger-name", href: root + path }, label), made("span", { className: "ledger-mark" }, String(count))),
    );
    const list = this.piece("[data-waiting]");
    if (!list.contains(document.activeElement)) list.replaceChildren(...rows);
    this.piece("[data-nothing]").hidden = rows.length > 0;
  }

  /** @param {TrafficAnswer | null} read */
  read(read) {
    this.piece(".studio-reading").hidden = !read;
    if (!read) return;
    this.piece("[data-views]").textContent = counted(read.views, "view");
    this.piece("[data-spark]").replaceChildren(drawing(read.by_day.map(({ views }) => views)));
  }

  /** @param {Machine} machine */
  describe({ health: { report, version }, disk_free_bytes, backed_up_at }) {
    const failing = report.parts.filter(({ ready }) => !ready).map(({ name }) => name);
    const backup = backed_up_at ? `backed up ${exactly(backed_up_at)}` : "no backup known";
    this.piece("[data-health]").textContent = failing.length ? `Not well: ${failing.join(", ")}` : "All is well";
    this.piece("[data-machine]").textContent = `Portico ${version} · ${bytes(disk_free_bytes)} of disk free · ${backup}`;
  }
}

/** Where views are not counted there is nothing to show. @param {{status?: number}} problem */
function uncounted(problem) {
  if (problem.status !== 404) throw problem;
  return null;
}

customElements.define("studio-overview", StudioOverview);
