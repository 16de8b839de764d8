// <studio-traffic>: how much the site is read, by day, by page, and by the sites that led here.

import "portico/studio/views-plot";
import { studio } from "portico/api/studio";
import { made } from "portico/made";
import { client, root } from "portico/state/shared";
import { Room } from "portico/studio/room";
import { counted } from "portico/studio/words";

/** @import { ViewsPlot } from "./views-plot.js" */

const { traffic } = studio(client);

class StudioTraffic extends Room {
  pause = 30_000;

  furnish() {
    this.piece("form").addEventListener("change", () => this.attempt(() => this.load()));
  }

  async load() {
    const days = /** @type {"30"} */ (new FormData(/** @type {HTMLFormElement} */ (this.piece("form"))).get("days"));
    const found = await traffic({ days });
    /** @type {ViewsPlot} */ (this.piece("views-plot")).show(found.by_day);
    this.piece("[data-count]").textContent = `${counted(found.views, "view")}, ${compared(found.views, found.views_before)}`;
    this.bars("[data-pages]", found.pages.map(({ path, views }) => [made("a", { href: root + encodeURI(path) }, path), views]), "No page was read yet.");
    this.bars("[data-sites]", found.sites.map(({ site, views }) => [site, views]), "No other site has led here yet.");
  }

  /** @param {string} place @param {[string | HTMLElement, number][]} rows @param {string} nothing */
  bars(place, rows, nothing) {
    const list = this.piece(place);
    if (list.contains(document.activeElement)) return;
    const most = Math.max(...rows.map(([, views]) => views));
    list.replaceChildren(...rows.map(([name, views]) => bar(name, views, views / most)));
    if (!rows.length) list.append(made("li", { className: "studio-empty" }, nothing));
  }
}

/** @param {string | HTMLElement} name @param {number} views @param {number} share of the longest */
function bar(name, views, share) {
  const drawn = made("li", {}, made("span", { className: "bar-name" }, name), made("span", { className: "bar-value" }, counted(views, "view")));
  drawn.style.setProperty("--share", String(share));
  return drawn;
}

/** @param {number} views @param {number} before */
function compared(views, before) {
  if (!before) return "none in as many days before";
  const change = Math.round((100 * (views - before)) / before);
  if (!change) return "as many as in as many days before";
  return `${Math.abs(change)}% ${change > 0 ? "more" : "fewer"} than in the same number of days before`;
}

customElements.define("studio-traffic", StudioTraffic);
