// @ts-check
// The tea timer: a stream of numbers, and a button that ends it.
import { describe, find, onSubmit, show } from "./dom.js";

/** @param {import("./client/index.js").Client} mego */
export function createTimer(mego) {
  const clock = find("#clock", HTMLElement);
  const number = find("#clock-number", HTMLOutputElement);
  const cancel = find("#clock-cancel", HTMLButtonElement);

  const form = onSubmit("#timer", async (typed) => {
    const stream = mego.countdown({ from: Number(typed("from")) });
    const onCancel = () => stream.cancel();
    cancel.addEventListener("click", onCancel);
    show("#clock-end", "");
    form.hidden = true;
    clock.hidden = false;
    number.textContent = "…";
    cancel.focus();
    try {
      for await (const left of stream) number.textContent = String(left);
      show("#clock-end", "The tea is ready.");
    } catch (error) {
      if (!mego.countdown.isError(error)) throw error;
      show("#clock-end", howEnded(error));
    } finally {
      cancel.removeEventListener("click", onCancel);
      clock.hidden = true;
      form.hidden = false;
    }
  });
}

/** @param {import("./client/index.js").CountdownError} error */
function howEnded(error) {
  if (error.kind !== "client") return describe(error);
  if (error.status === "Cancelled") return "Stopped.";
  // A stream that is cut fails: it does not look as if the tea were ready.
  return error.status === "Disconnected" ? "The connection was lost, and the clock with it." : describe(error);
}
