// @ts-check
// Forms: sending them once at a time, and showing what is wrong where it is wrong.

/**
 * Finds an element of the page, which must be there.
 *
 * @template {Element} T
 * @param {string} selector
 * @param {new () => T} type
 * @param {ParentNode} [within]
 * @returns {T}
 */
export function find(selector, type, within = document) {
  const element = within.querySelector(selector);
  if (!(element instanceof type)) throw new Error(`there is no ${type.name} at ${selector}`);
  return element;
}

/**
 * Calls `send` with what was typed. While it is at work, the form is not sent again.
 *
 * @param {HTMLFormElement} form
 * @param {(typed: (name: string) => string) => Promise<void>} send
 */
export function onSubmit(form, send) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (form.getAttribute("aria-busy") === "true") return;
    const data = new FormData(form);
    clearProblems(form);
    form.setAttribute("aria-busy", "true");
    try {
      await send((name) => String(data.get(name) ?? ""));
    } finally {
      form.removeAttribute("aria-busy");
    }
  });
}

/**
 * Shows what is wrong with fields, given by their names, and goes to the first of them. Gives back the names that the
 * form does not have.
 *
 * @param {HTMLFormElement} form
 * @param {{ readonly [field: string]: readonly string[] }} problems
 */
export function showProblems(form, problems) {
  const entries = Object.entries(problems);
  /** @type {HTMLInputElement[]} */
  const inputs = [];
  const unknown = [];
  for (const [name, texts] of entries) {
    const input = form.elements.namedItem(name);
    if (!(input instanceof HTMLInputElement)) {
      unknown.push(name);
      continue;
    }
    input.setAttribute("aria-invalid", "true");
    find(`#${input.id}-problems`, HTMLUListElement).replaceChildren(...texts.map(item));
    inputs.push(input);
  }
  inputs[0]?.focus();
  return unknown;
}

/**
 * Shows what is wrong where it is no field's fault.
 *
 * @param {ParentNode} within
 * @param {string} text
 */
export function showFailure(within, text) {
  const failure = find(".failure", HTMLElement, within);
  failure.textContent = text;
  failure.hidden = text === "";
}

/** @param {HTMLFormElement} form */
export function clearProblems(form) {
  for (const input of form.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
  for (const list of form.querySelectorAll(".problems")) list.replaceChildren();
  showFailure(form, "");
}

/** @param {string} text */
function item(text) {
  const element = document.createElement("li");
  element.textContent = text;
  return element;
}
