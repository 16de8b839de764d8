// <profile-setting>: the name, words and links that one's page shows.

import { me } from "portico/api/me";
import { onSubmit } from "portico/account/form";
import { links, rowOf } from "portico/account/settings/links";
import { Setting } from "portico/account/settings/setting";
import { ownProfile, profileChanged } from "portico/state/ambient";
import { client } from "portico/state/shared";

class ProfileSetting extends Setting {
  connectedCallback() {
    const form = this.form();
    this.piece("[data-add]").addEventListener("click", () => rowOf(this, { label: "", url: "" })?.querySelector("input")?.focus());
    onSubmit(form, async ({ name, bio }) => {
      this.saved("");
      await me(client).changeProfile({ name, bio, links: links(this) });
      this.saved("Saved.");
      await profileChanged();
      this.dispatchEvent(new Event("profile-changed", { bubbles: true }));
    });
  }

  async draw() {
    const { name, bio, links: kept, username } = await ownProfile();
    const { elements } = this.form();
    /** @type {HTMLInputElement} */ (elements.namedItem("name")).value = name === username ? "" : name;
    /** @type {HTMLTextAreaElement} */ (elements.namedItem("bio")).value = bio;
    this.piece("[data-links]").replaceChildren();
    for (const link of kept) rowOf(this, link);
  }
}

customElements.define("profile-setting", ProfileSetting);
