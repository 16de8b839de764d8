// <studio-people>: who has joined, found by name and address; the owner gives roles and shuts people out.

import { users } from "portico/api/users";
import { client } from "portico/state/shared";
import { ListRoom } from "portico/studio/list-room";
import { drawn } from "portico/studio/person";

/** @import { PersonAnswer } from "../api/schema.d.ts" */
/** @import { Change } from "./person.js" */

const { people, changePerson } = users(client);

class StudioPeople extends ListRoom {
  nouns = ["person", "people"];

  /** @param {Record<string, string>} query */
  find(query) {
    return people(query);
  }

  /** @param {PersonAnswer} person @returns {HTMLElement} */
  row(person) {
    const template = /** @type {HTMLTemplateElement} */ (this.querySelector("template"));
    const row = drawn(template, person, person.id === this.known?.id, (body) => this.give(row, person, body));
    return row;
  }

  /** Change somebody; what was refused is shown as it was. @param {Element} row @param {PersonAnswer} person @param {Change} body */
  async give(row, person, body) {
    await this.change(row, () => changePerson(person.id, body));
    if (row.isConnected) row.replaceWith(this.row(person));
  }
}

customElements.define("studio-people", StudioPeople);
