// `using`, in a project whose library knows it.
import type { Client } from "#sample";

export async function use(mego: Client): Promise<void> {
  using subscription = mego.events.newMessage.subscribe("room:42", () => {});
  using listener = mego.events.restart.on(() => {});
  using messages = mego.events.newMessage.stream("room:42");
  await using countdown = mego.countdown({ from: 3 });
  const disposables: Disposable[] = [subscription, listener, messages];
  const asyncDisposable: AsyncDisposable = countdown;
  void [disposables, asyncDisposable];
}
