// <studio-health>: how each part of the site is, what it takes up, and when it was backed up.

import { studio } from "portico/api/studio";
import { made } from "portico/made";
import { exactly } from "portico/moments";
import { client } from "portico/state/shared";
import { Room } from "portico/studio/room";
import { bytes, since } from "portico/studio/words";

/** @import { Machine, Part } from "../api/schema.d.ts" */

const { health } = studio(client);
const ENGINES = { sqlite: "SQLite", postgresql: "PostgreSQL" };

class StudioHealth extends Room {
  pause = 30_000;

  async load() {
    const machine = await health();
    const { report } = machine.health;
    this.piece("[data-count]").textContent = report.parts.every(({ ready }) => ready) ? "All is well" : "Something is not well";
    this.piece("[data-parts]").replaceChildren(...report.parts.map(part));
    this.piece("[data-facts]").replaceChildren(...facts(machine).map(([name, words]) => line(name, words)));
  }
}

/** @param {Machine} machine @returns {[string, string][]} */
function facts({ health: { version, python, uptime_seconds }, engine, database_bytes, disk_free_bytes, disk_bytes, backed_up_at }) {
  const name = ENGINES[/** @type {"sqlite"} */ (engine)] ?? engine;
  return [
    ["Portico", `${version}, on Python ${python}, for ${since(uptime_seconds)}`],
    ["Database", `${name}, ${bytes(database_bytes)}`],
    ["Disk", `${bytes(disk_free_bytes)} free of ${bytes(disk_bytes)}`],
    ["Last backup", backed_up_at ? exactly(backed_up_at) : "None is known on this machine. The command “portico backup” makes one."],
  ];
}

/** @param {Part} part */
function part({ name, ready, sentence, milliseconds }) {
  const drawn = line(name, ready ? "Ready. " : "Not ready. ", `${sentence} `);
  drawn.querySelector("dd")?.append(made("span", { className: "health-time" }, `${milliseconds} ms`));
  drawn.classList.toggle("health-failing", !ready);
  return drawn;
}

/** @param {string} name @param {string} words @param {string} [more] */
function line(name, words, more) {
  const head = name.charAt(0).toUpperCase() + name.slice(1);
  return made("div", { className: "health-part" }, made("dt", {}, head), made("dd", {}, more ? made("strong", {}, words) : words, more));
}

customElements.define("studio-health", StudioHealth);
