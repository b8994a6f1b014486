// @ts-check
// What every part of the page needs: finding elements, sending forms once at a time, and saying what went wrong.

/** @typedef {import("./client/index.js").Mego.Fault | import("./client/index.js").Mego.ClientError} Failure */

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
 * Makes what a template holds.
 *
 * @param {string} selector
 */
export function make(selector) {
  const copy = document.importNode(find(selector, HTMLTemplateElement).content, true);
  return find("li", HTMLLIElement, copy);
}

/**
 * Calls `send` with what was typed. While it is at work, the form is not sent again.
 *
 * @param {string} selector
 * @param {(typed: (name: string) => string) => Promise<void>} send
 */
export function onSubmit(selector, send) {
  const form = find(selector, HTMLFormElement);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (form.getAttribute("aria-busy") === "true") return;
    const data = new FormData(form);
    form.setAttribute("aria-busy", "true");
    try {
      await send((name) => String(data.get(name) ?? "").trim());
    } finally {
      form.removeAttribute("aria-busy");
    }
  });
  return form;
}

/**
 * Shows a text where there is one, and nothing where there is none. Names of people go in as text, never as HTML.
 *
 * @param {string} selector
 * @param {string} text
 */
export function show(selector, text) {
  const element = find(selector, HTMLElement);
  element.textContent = text;
  element.hidden = text === "";
}

/**
 * Words an error that a method does not declare.
 *
 * @param {Failure} error
 */
export function describe(error) {
  if (error.kind === "client") {
    switch (error.status) {
      case "Disconnected":
        return error.maybeExecuted ? "The connection was lost, and it is not known whether that got through." : "There is no connection.";
      case "Timeout":
        return "There was no answer. Please try again.";
      case "Cancelled":
        return "Cancelled.";
      case "Invalid":
        return `That cannot be sent: ${error.message}`;
    }
  }
  if (error.status === "TooManyRequests") return `Slowly: the next one will pass in ${Math.ceil((error.retryAfter ?? 1000) / 1000)} s.`;
  return error.incident ? `The server has failed; the incident is ${error.incident}.` : error.message;
}

/**
 * A colour for a name: always the same, and most often another than that of others.
 *
 * @param {string} name
 */
export function hueOf(name) {
  let hash = 7;
  for (const letter of name) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return String((hash * 137) % 360);
}
