// A page without a browser, and React in it. It has to be imported before anything that imports react-dom.
import { Window } from "happy-dom";

const window = new Window();
Object.assign(globalThis, { window, document: window.document, IS_REACT_ACT_ENVIRONMENT: true });
// Node has one of its own from version 21.
if (!("navigator" in globalThis)) Object.assign(globalThis, { navigator: window.navigator });

const { act } = await import("react");
const { createRoot } = await import("react-dom/client");

export interface Page {
  /** Renders, and lets every effect happen. */
  readonly render: (node: React.ReactNode) => Promise<void>;
  /** The text that is shown. */
  readonly text: () => string;
  readonly unmount: () => Promise<void>;
}

/** An empty page. */
export function emptyPage(): Page {
  const container = window.document.createElement("div");
  // React asks for an element of a browser, of which these tests have no types.
  const root = createRoot(container as unknown as Parameters<typeof createRoot>[0]);
  return {
    render: (node) => act(async () => root.render(node)),
    text: () => container.textContent,
    unmount: () => act(async () => root.unmount()),
  };
}

/** Does something that makes components render again. */
export function acting(run: () => Promise<unknown>): Promise<void> {
  return act(async () => void (await run()));
}
