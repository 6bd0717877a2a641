/** A clock that runs towards a moment, read out sparingly. */

import { h } from "../ui/dom.ts";
import { icon } from "../ui/icons.ts";
import { duration } from "../ui/words.ts";

/** Stops by itself when it leaves the page. */
export function countdown(untilMillis: number, doneText: string, onDone: () => void): HTMLElement {
  const text = h("strong", { class: "countdown-time", role: "timer" });
  const element = h("p", { class: "countdown" }, icon("clock"), text);
  let timer: ReturnType<typeof setInterval> | undefined;
  let seen = false;
  const tick = (): void => {
    seen ||= element.isConnected;
    const left = (untilMillis - Date.now()) / 1000;
    if (left > 0 && (element.isConnected || !seen)) {
      text.textContent = `${duration(left)} left`;
      return;
    }
    clearInterval(timer);
    if (left > 0) return;
    text.textContent = doneText;
    element.classList.add("done");
    onDone();
  };
  timer = setInterval(tick, 1000);
  queueMicrotask(tick);
  return element;
}
