/** What frames every page: the mark, the badge, the main region. */

import type { Config } from "../api/config.ts";
import { type Child, h } from "./dom.ts";
import { mark } from "./icons.ts";
import { explainIn } from "./parts.ts";

/** "Not attested", with its reason one click away. Evidence of type dev proves nothing, and each page says so. */
export function attestationBadge(): HTMLElement {
  return h("button", { type: "button", class: "badge warn", on: { click: () => explainIn("Not attested",
    h("p", {}, "This server runs in development mode. Its enclave is an ordinary process without hardware behind it, so nothing proves to you which program holds your keys."),
    h("p", {}, "Whoever administers this machine could read them. Use it to try things out, and with test money only."),
    h("p", {}, "In production this page opens no channel to an enclave that cannot prove what it is.")) } },
    h("span", { class: "dot", "aria-hidden": "true" }), "Not attested");
}

export function brand(href: string): HTMLElement {
  return h("a", { class: "brand", href }, mark(), h("span", {}, "Fastness"));
}

export function topBar(config: Config | undefined, href: string, ...more: readonly Child[]): HTMLElement {
  return h("header", { class: "top" }, h("div", { class: "top-inner" }, brand(href), h("div", { class: "top-side" }, config?.developmentMode && attestationBadge(), ...more)));
}

export function footer(config: Config | undefined): HTMLElement {
  return h("footer", { class: "foot" },
    h("p", {}, config?.developmentMode
      ? "Development mode: for trying out, with test money only."
      : "Keys are used only inside the enclave, and only with your approval."));
}
