// <views-plot>: views by day as one line; its exact values are read by pointing at it, or by the arrow keys.

import { made } from "portico/made";
import { drawing } from "portico/studio/drawing";
import { counted } from "portico/studio/words";

/** @import { DayViews } from "../api/schema.d.ts" */

const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
/** @type {Record<string, (at: number, last: number) => number>} */
const KEYS = {
  ArrowLeft: (at) => at - 1,
  ArrowDown: (at) => at - 1,
  ArrowRight: (at) => at + 1,
  ArrowUp: (at) => at + 1,
  PageDown: (at) => at - 7,
  PageUp: (at) => at + 7,
  Home: () => 0,
  End: (_, last) => last,
};

export class ViewsPlot extends HTMLElement {
  /** @type {readonly DayViews[]} */
  days = [];
  at = 0;
  top = made("p", { className: "plot-top" });
  field = made("div", { className: "plot-field", role: "slider", tabIndex: 0, ariaLabel: "Views by day" });
  mark = made("span", { className: "plot-mark" });
  ends = made("p", { className: "plot-ends" });
  value = made("p", { className: "plot-value" });

  connectedCallback() {
    this.append(this.top, this.field, this.ends, this.value);
    this.field.addEventListener("keydown", (event) => {
      const go = KEYS[event.key];
      if (!go) return;
      event.preventDefault();
      this.point(go(this.at, this.days.length - 1));
    });
    this.field.addEventListener("pointermove", ({ clientX }) => {
      const { left, width } = this.field.getBoundingClientRect();
      this.point(Math.round(((clientX - left) / width) * (this.days.length - 1)));
    });
  }

  /** @param {readonly DayViews[]} days every day, the first of them first */
  show(days) {
    if (JSON.stringify(days) === JSON.stringify(this.days)) return;
    const same = days.length === this.days.length;
    this.days = days;
    this.most = Math.max(1, ...days.map(({ views }) => views));
    this.top.textContent = counted(this.most, "view");
    this.field.replaceChildren(drawing(days.map(({ views }) => views)), this.mark);
    this.ends.replaceChildren(...[days[0], days[days.length - 1]].map(({ day }) => made("time", { dateTime: day }, DAY.format(new Date(day)))));
    this.point(same ? this.at : days.length - 1);
  }

  /** @param {number} wanted the number of a day */
  point(wanted) {
    const last = this.days.length - 1;
    this.at = Math.max(0, Math.min(last, wanted));
    const { day, views } = this.days[this.at];
    const words = `${DAY.format(new Date(day))}: ${counted(views, "view")}`;
    this.value.textContent = words;
    Object.assign(this.field, { ariaValueMin: "0", ariaValueMax: String(last), ariaValueNow: String(this.at), ariaValueText: words });
    this.mark.style.setProperty("--x", String(this.at / last));
    this.mark.style.setProperty("--y", String(views / (this.most ?? 1)));
  }
}

customElements.define("views-plot", ViewsPlot);
