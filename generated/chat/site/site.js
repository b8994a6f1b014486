// What the pages do beyond being read. Without this file everything is there but the search, the switches and the buttons.
"use strict";

(() => {
  const root = document.documentElement;
  root.classList.add("js");

  /* Light and dark. This runs before anything is shown, so that nothing flashes. */

  const themeKey = "mego-theme";
  const systemIsDark = matchMedia("(prefers-color-scheme: dark)");

  /** @returns {string | null} */
  const storedTheme = () => {
    // Where a browser gives no storage, to ask for it is an error.
    try {
      return localStorage.getItem(themeKey);
    } catch {
      return null;
    }
  };

  /** @param {string | null} theme */
  const storeTheme = (theme) => {
    try {
      if (theme === null) localStorage.removeItem(themeKey);
      else localStorage.setItem(themeKey, theme);
    } catch {
      // The choice holds for this page, then.
    }
  };

  /** @param {string | null} theme */
  const showTheme = (theme) => {
    if (theme === "light" || theme === "dark") root.dataset["theme"] = theme;
    else delete root.dataset["theme"];
  };

  const switchTheme = () => {
    const system = systemIsDark.matches ? "dark" : "light";
    const next = (root.dataset["theme"] ?? system) === "dark" ? "light" : "dark";
    // Who chooses what the system has wants to follow it again.
    const choice = next === system ? null : next;
    showTheme(choice);
    storeTheme(choice);
  };

  showTheme(storedTheme());

  /**
   * @template {Element} E
   * @param {ParentNode} parent
   * @param {string} selector
   * @param {new () => E} type
   * @returns {E[]}
   */
  const all = (parent, selector, type) => {
    /** @type {E[]} */
    const found = [];
    for (const element of parent.querySelectorAll(selector)) if (element instanceof type) found.push(element);
    return found;
  };

  /**
   * @template {Element} E
   * @param {ParentNode} parent
   * @param {string} selector
   * @param {new () => E} type
   * @returns {E | undefined}
   */
  const first = (parent, selector, type) => all(parent, selector, type)[0];

  /** @param {string} hash */
  const targetOf = (hash) => {
    try {
      return document.getElementById(decodeURIComponent(hash.slice(1)));
    } catch {
      return null;
    }
  };

  document.addEventListener("DOMContentLoaded", () => {
    prepareTheme();
    prepareMenu();
    prepareLanguages();
    prepareCopying();
    prepareTypes();
    prepareSearch();
  });

  function prepareTheme() {
    const button = first(document, ".theme-switch", HTMLButtonElement);
    if (!button) return;
    button.hidden = false;
    button.addEventListener("click", switchTheme);
    // Another tab of the same documents.
    addEventListener("storage", (event) => {
      if (event.key === themeKey) showTheme(event.newValue);
    });
  }

  /* The menu: folded away on a telephone, and marked where the reader is. */

  function prepareMenu() {
    const menu = first(document, ".menu", HTMLElement);
    const button = first(document, ".menu-switch", HTMLButtonElement);
    if (!menu || !button) return;
    /** @param {boolean} isOpen */
    const open = (isOpen) => {
      menu.classList.toggle("is-open", isOpen);
      button.setAttribute("aria-expanded", String(isOpen));
    };
    button.hidden = false;
    button.addEventListener("click", () => open(!menu.classList.contains("is-open")));
    menu.addEventListener("click", (event) => {
      if (event.target instanceof Element && event.target.closest("a")) open(false);
    });
    // Whoever goes back wants to see where that is.
    addEventListener("hashchange", () => open(false));
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.classList.contains("is-open")) return;
      open(false);
      button.focus();
    });
    followScrolling(menu);
  }

  /** @param {HTMLElement} menu */
  function followScrolling(menu) {
    /** @type {Map<Element, HTMLAnchorElement>} */
    const links = new Map();
    for (const link of all(menu, "a", HTMLAnchorElement)) {
      const target = targetOf(link.hash);
      if (target) links.set(target, link);
    }
    /** The headings that are on the screen, or nearly. @type {Set<Element>} */
    const visible = new Set();
    /** @type {HTMLAnchorElement | undefined} */
    let current;
    const mark = () => {
      /** @type {Element | undefined} */
      let here;
      // A section holds its entries: what comes later in the document is further in.
      for (const [target] of links) {
        if (visible.has(target) && (!here || here.contains(target))) here = target;
      }
      const link = here && links.get(here);
      if (!link || link === current) return;
      current?.removeAttribute("aria-current");
      link.setAttribute("aria-current", "location");
      current = link;
      reveal(menu, link);
    };
    // What crosses a line in the upper part of the window is what is being read.
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          if (isIntersecting) visible.add(target);
          else visible.delete(target);
        }
        mark();
      },
      { rootMargin: "-20% 0px -79% 0px" },
    );
    for (const [target] of links) observer.observe(target);
  }

  /**
   * Scrolls the menu alone, and only as far as it has to.
   * @param {HTMLElement} menu
   * @param {HTMLElement} link
   */
  function reveal(menu, link) {
    const outer = menu.getBoundingClientRect();
    const inner = link.getBoundingClientRect();
    if (inner.top < outer.top + 24) menu.scrollTop -= outer.top + 24 - inner.top;
    else if (inner.bottom > outer.bottom - 24) menu.scrollTop += inner.bottom - outer.bottom + 24;
  }

  /* The other language, at the same place. */

  function prepareLanguages() {
    for (const link of all(document, ".languages a", HTMLAnchorElement)) {
      link.addEventListener("click", () => {
        link.hash = location.hash;
      });
    }
  }

  /* Copying. */

  function prepareCopying() {
    const { copy = "", copied = "" } = root.dataset;
    for (const panel of all(document, ".panel", HTMLElement)) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "copy";
      button.textContent = copy;
      button.addEventListener("click", async () => {
        const code = first(panel, "pre", HTMLElement);
        if (!code || !(await copyText(code))) return;
        button.textContent = copied;
        setTimeout(() => {
          button.textContent = copy;
        }, 2000);
      });
      panel.append(button);
    }
  }

  /** @param {HTMLElement} code */
  async function copyText(code) {
    try {
      await navigator.clipboard.writeText(code.textContent ?? "");
      return true;
    } catch {
      // A page from a file may not be allowed to; then what is to be copied is at least selected.
      getSelection()?.selectAllChildren(code);
      return false;
    }
  }

  /* Named types, opened where they are mentioned. */

  function prepareTypes() {
    for (const type of all(document, ".type", HTMLElement)) addOpeners(type);
  }

  /** @param {HTMLElement} type */
  function addOpeners(type) {
    for (const link of all(type, "a", HTMLAnchorElement)) {
      if (!targetOf(link.hash)) continue;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "open";
      button.textContent = "+";
      button.setAttribute("aria-label", (root.dataset["show"] ?? "").replace("{name}", link.textContent ?? ""));
      button.setAttribute("aria-expanded", "false");
      button.addEventListener("click", () => toggleType(link, button));
      link.after(button);
    }
  }

  /**
   * @param {HTMLAnchorElement} link
   * @param {HTMLButtonElement} button
   */
  function toggleType(link, button) {
    const head = button.closest(".head");
    const next = head?.nextElementSibling;
    const open = all(head?.parentElement ?? document, ":scope > .inset", HTMLElement).find((inset) => inset.dataset["of"] === link.hash);
    if (open) {
      open.remove();
    } else if (head) {
      const words = targetOf(link.hash)?.querySelector(".words");
      const copy = words?.cloneNode(true);
      if (!(copy instanceof HTMLElement)) return;
      // The buttons of the original know nothing of the copy.
      for (const old of copy.querySelectorAll(".open, .inset, .copy")) old.remove();
      // Links lead to the original.
      for (const field of copy.querySelectorAll("[id]")) field.removeAttribute("id");
      keepSide(copy, button);
      copy.className = "inset";
      copy.dataset["of"] = link.hash;
      for (const type of all(copy, ".type", HTMLElement)) addOpeners(type);
      head.parentElement?.insertBefore(copy, next?.matches(".prose") ? next.nextSibling : (next ?? null));
    }
    button.textContent = open ? "+" : "−";
    button.setAttribute("aria-expanded", String(!open));
  }

  /**
   * A type that differs by direction shows the one that its reader is at.
   * @param {HTMLElement} copy
   * @param {HTMLElement} place
   */
  function keepSide(copy, place) {
    const isSent = place.closest(".request, .data") !== null;
    if (!isSent && !place.closest(".response, .events")) return;
    const other = first(copy, isSent ? ":scope > .response" : ":scope > .request", HTMLElement);
    if (!other) return;
    other.remove();
    for (const title of copy.querySelectorAll(":scope > div > h4")) title.remove();
  }

  /* The search. Its index is the page itself, read when it is first needed. */

  /**
   * @typedef {object} Target
   * @property {string} hash
   * @property {string} name
   */

  /**
   * @typedef {object} Place
   * @property {string} hash
   * @property {string} title
   * @property {string} name
   * @property {string} where
   * @property {Target[]} fields what is in it and has a name
   * @property {string} text everything that is said, in lower case
   */

  /** How many results are shown. */
  const most = 40;

  /** @returns {Place[]} */
  function readPlaces() {
    /** @type {Place[]} */
    const places = [];
    for (const section of all(document, "main > section", HTMLElement)) {
      const where = titleOf(section);
      const own = all(section, ":scope > .columns, :scope > .scroll", HTMLElement);
      places.push({ hash: `#${section.id}`, title: where, name: "", where: "", fields: [], text: own.map(textOf).join(" ").toLowerCase() });
      for (const article of all(section, ":scope > article", HTMLElement)) {
        const name = first(article, ".wire code", HTMLElement)?.textContent ?? "";
        const hash = `#${article.id}`;
        const fields = all(article, ".fields .name, .status h5 code", HTMLElement).map((name) => {
          const field = name.closest("li");
          return { hash: field?.id ? `#${field.id}` : hash, name: textOf(name) };
        });
        places.push({ hash, title: titleOf(article), name, where, fields, text: textOf(article).toLowerCase() });
      }
    }
    return places;
  }

  /** @param {Element} element */
  function textOf(element) {
    return element.textContent ?? "";
  }

  /** @param {Element} element */
  function titleOf(element) {
    return first(element, ":scope > header > :is(h2, h3)", HTMLElement)?.textContent ?? "";
  }

  /**
   * How well a place fits, the less the better; nothing if it does not.
   * @param {Place} place
   * @param {string[]} words
   */
  function rank(place, words) {
    let rank = 0;
    for (const word of words) {
      const name = place.name.toLowerCase();
      const title = place.title.toLowerCase();
      if (name === word || title === word) rank += 0;
      else if (name.startsWith(word)) rank += 1;
      else if (title.startsWith(word)) rank += 2;
      else if (name.includes(word) || title.includes(word)) rank += 3;
      else if (place.fields.some((field) => field.name.toLowerCase() === word)) rank += 4;
      else if (place.fields.some((field) => field.name.toLowerCase().includes(word))) rank += 5;
      else if (place.text.includes(word)) rank += 8;
      else return undefined;
    }
    return rank;
  }

  /**
   * The text, with the words that were looked for marked in it.
   * @param {Element} element
   * @param {string} text
   * @param {string[]} words
   */
  function appendMarked(element, text, words) {
    const lower = text.toLowerCase();
    let at = 0;
    // A letter may be longer in lower case; then the places are not the same, and nothing is marked.
    while (lower.length === text.length) {
      const found = words.map((word) => ({ start: lower.indexOf(word, at), length: word.length })).filter(({ start }) => start >= 0);
      const next = found.sort((a, b) => a.start - b.start || b.length - a.length)[0];
      if (!next) break;
      const mark = document.createElement("mark");
      mark.textContent = text.slice(next.start, next.start + next.length);
      element.append(text.slice(at, next.start), mark);
      at = next.start + next.length;
    }
    element.append(text.slice(at));
  }

  function prepareSearch() {
    const search = first(document, ".search", HTMLElement);
    const input = first(document, ".search input", HTMLInputElement);
    const list = first(document, ".results", HTMLElement);
    const count = first(document, ".count", HTMLElement);
    if (!search || !input || !list || !count) return;
    search.hidden = false;

    /** @type {Place[] | undefined} */
    let places;
    /** @type {HTMLAnchorElement[]} */
    let options = [];
    let selected = -1;

    const close = () => {
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };

    /** @param {number} index */
    const select = (index) => {
      options[selected]?.setAttribute("aria-selected", "false");
      selected = index;
      const option = options[selected];
      if (!option) return;
      option.setAttribute("aria-selected", "true");
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest", behavior: "instant" });
    };

    const show = () => {
      places ??= readPlaces();
      const words = input.value.toLowerCase().split(/\s+/).filter((word) => word !== "");
      if (words.length === 0) return close();
      const found = places
        .map((place) => ({ place, rank: rank(place, words) ?? -1 }))
        .filter(({ rank }) => rank >= 0)
        .sort((a, b) => a.rank - b.rank);
      options = found.slice(0, most).map(({ place }, index) => option(place, words, index));
      selected = -1;
      list.replaceChildren(...options);
      if (options.length === 0) {
        const nothing = document.createElement("p");
        nothing.textContent = root.dataset["nothing"] ?? "";
        list.append(nothing);
      }
      count.textContent = options.length === 0 ? (root.dataset["nothing"] ?? "") : String(found.length);
      list.hidden = false;
      list.scrollTop = 0;
      input.setAttribute("aria-expanded", "true");
      select(options.length > 0 ? 0 : -1);
    };

    input.addEventListener("input", show);
    input.addEventListener("focus", () => {
      if (input.value !== "") show();
    });
    input.addEventListener("keydown", (event) => {
      // A key may belong to whatever puts Chinese together.
      if (event.isComposing) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (list.hidden || options.length === 0) return;
        const step = event.key === "ArrowDown" ? 1 : options.length - 1;
        select((selected + step) % options.length);
      } else if (event.key === "Enter") {
        if (!list.hidden) options[selected]?.click();
      } else if (event.key === "Escape") {
        if (list.hidden) input.blur();
        close();
        input.value = "";
      } else {
        return;
      }
      event.preventDefault();
      event.stopPropagation();
    });
    list.addEventListener("click", (event) => {
      if (!(event.target instanceof Element && event.target.closest("a"))) return;
      input.value = "";
      input.blur();
      close();
    });
    document.addEventListener("pointerdown", (event) => {
      if (event.target instanceof Node && !search.contains(event.target)) close();
    });
    search.addEventListener("focusout", (event) => {
      if (event.relatedTarget instanceof Node && !search.contains(event.relatedTarget)) close();
    });
    document.addEventListener("keydown", (event) => {
      const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
      if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      input.focus();
      input.select();
    });
  }

  /**
   * The field that is looked for, the best of several; nothing if the place itself has what is looked for in its name.
   * @param {Place} place
   * @param {string[]} words
   */
  function fieldOf(place, words) {
    const own = `${place.title} ${place.name}`.toLowerCase();
    const missing = words.filter((word) => !own.includes(word));
    /** @param {(name: string, word: string) => boolean} fits */
    const find = (fits) => place.fields.find((field) => missing.some((word) => fits(field.name.toLowerCase(), word)));
    return find((name, word) => name === word) ?? find((name, word) => name.includes(word));
  }

  /**
   * @param {Place} place
   * @param {string[]} words
   * @param {number} index
   */
  function option(place, words, index) {
    const field = fieldOf(place, words);
    const link = document.createElement("a");
    link.href = field?.hash ?? place.hash;
    link.id = `--result-${index}`;
    link.tabIndex = -1;
    link.setAttribute("role", "option");
    link.setAttribute("aria-selected", "false");
    appendMarked(link, place.title, words);
    if (place.name !== "") {
      const name = document.createElement("code");
      appendMarked(name, place.name, words);
      link.append(" ", name);
    }
    if (place.where !== "") {
      const where = document.createElement("span");
      where.className = "where";
      where.append(place.where);
      if (field) {
        where.append(" · ");
        appendMarked(where, field.name, words);
      }
      link.append(where);
    }
    return link;
  }
})();
