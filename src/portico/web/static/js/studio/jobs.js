// <studio-jobs>: work in the background; what was given up can be run again.

import { studio } from "portico/api/studio";
import { button, made } from "portico/made";
import { exactly } from "portico/moments";
import { client } from "portico/state/shared";
import { ListRoom } from "portico/studio/list-room";

/** @import { JobAnswer } from "../api/schema.d.ts" */

const { jobs, runJob } = studio(client);
const OVER = new Set(["done", "running"]);

class StudioJobs extends ListRoom {
  nouns = ["job", "jobs"];

  /** @param {Record<string, string>} query */
  find(query) {
    return jobs(query);
  }

  /** @param {JobAnswer} job */
  row(job) {
    const name = sentence(job.kind);
    const again = () => this.change(row, () => runJob(job.id));
    const word = job.state === "parked" ? "Run again" : "Run now";
    /** @type {HTMLElement} */
    const row = made(
      "li",
      { "data-state": job.state },
      made("span", { className: "ledger-name" }, name),
      made("span", { className: "ledger-note" }, `${job.id} · ${fate(job)}`),
      job.error && made("span", { className: "ledger-fault" }, job.error),
      !OVER.has(job.state) && button(word, again, { className: "quiet-call", ariaLabel: `${word}: ${name} ${job.id}` }),
    );
    return row;
  }
}

/** @param {string} kind such as `mail.send` */
function sentence(kind) {
  return kind.charAt(0).toUpperCase() + kind.slice(1).replaceAll(/[._]/g, " ");
}

/** @param {JobAnswer} job */
function fate({ state, attempts, run_at, done_at, parked_at }) {
  const tried = attempts === 1 ? "tried once" : `tried ${attempts} times`;
  if (done_at) return `done ${exactly(done_at)}`;
  if (parked_at) return `given up ${exactly(parked_at)}, ${tried}`;
  return state === "running" ? "running" : `waiting${attempts ? `, ${tried}` : ""}, due ${exactly(run_at)}`;
}

customElements.define("studio-jobs", StudioJobs);
