/** What the enclave understood of a payload, as the person reads it before approving. */

import type { DecodedIntent } from "../protocol/response.ts";
import { h } from "../ui/dom.ts";
import { icon } from "../ui/icons.ts";
import { facts, notice } from "../ui/parts.ts";

export function intentView(intent: DecodedIntent): HTMLElement {
  return h("div", { class: "intent stack" },
    h("p", { class: "read-by" }, icon("security"), "Read by the enclave from the very data it will sign"),
    facts(intent.fields.map((field) => [field.label, field.value, field.important ? `important field-${field.key}` : `field-${field.key}`] as const)),
    intent.warnings.map((warning) => notice("warn", h("p", {}, warning))));
}
