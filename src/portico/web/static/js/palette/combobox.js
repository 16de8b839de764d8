// An input that chooses among the options of a listbox while it keeps the focus (ARIA practices: combobox).

/** @type {Record<string, number>} */
const STEPS = { ArrowDown: 1, ArrowUp: -1 };

export class Combobox {
  /** @type {HTMLElement | undefined} */
  #active;

  /**
   * @param {HTMLInputElement} input
   * @param {HTMLElement} list whose role is `listbox`
   */
  constructor(input, list) {
    this.input = input;
    this.list = list;
    for (const [name, value] of Object.entries({ role: "combobox", "aria-controls": list.id, "aria-autocomplete": "list" })) {
      input.setAttribute(name, value);
    }
    input.addEventListener("keydown", (event) => this.#press(event));
    // A press of the pointer would take the focus out of the input.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.show([]);
  }

  get options() {
    return /** @type {HTMLElement[]} */ ([...this.list.querySelectorAll("[role=option]")]);
  }

  /**
   * Put other options in place; the one that was chosen stays so when it is still there.
   * @param {readonly HTMLElement[]} groups
   * @param {{first?: boolean}} [how] whether the first is chosen when none was
   */
  show(groups, { first = false } = {}) {
    const before = this.#active?.textContent;
    this.list.replaceChildren(...groups);
    this.input.setAttribute("aria-expanded", String(groups.length > 0));
    const same = before === undefined ? undefined : this.options.find((option) => option.textContent === before);
    this.choose(same ?? (first ? this.options[0] : undefined));
  }

  /** @param {HTMLElement | undefined} option */
  choose(option) {
    this.#active?.setAttribute("aria-selected", "false");
    this.#active = option;
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option?.id ?? "");
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (event.isComposing) return;
    const step = STEPS[event.key];
    if (step) {
      event.preventDefault();
      this.#move(step);
    } else if (event.key === "Enter" && this.#active) {
      event.preventDefault();
      const { ctrlKey, metaKey, shiftKey } = event;
      this.#active.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey }));
    }
  }

  /** @param {number} step round and round, with no stop outside the list */
  #move(step) {
    const { options } = this;
    const at = this.#active ? options.indexOf(this.#active) : step > 0 ? -1 : 0;
    this.choose(options.at((at + step) % options.length));
  }
}
