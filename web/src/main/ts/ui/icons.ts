/** Icons as stroked paths on a 24 by 24 grid; decoration only, so hidden from assistive technology. */

import { svg } from "./dom.ts";

const PATHS = {
  account: "M4 7.5A2.5 2.5 0 0 1 6.5 5H18v3M4 7.5A2.5 2.5 0 0 0 6.5 10H20v9H6.5A2.5 2.5 0 0 1 4 16.5zM16 14.5h.01",
  send: "M5 12h13M12.5 6.5 18 12l-5.500 5.500",
  sign: "M4 20h16M6 16l1-4L16.500 2.500a1.800 1.800 0 0 1 2.600 0l.4.4a1.800 1.800 0 0 1 0 2.600L10 15z",
  activity: "M5 6h14M5 12h14M5 18h9",
  security: "M12 3l7.500 2.800v5.400c0 4.600-3 8-7.500 9.800-4.500-1.800-7.500-5.200-7.500-9.800V5.800zM9 12l2.200 2.200L15.200 10",
  passkey: "M8 20a4.500 4.500 0 1 0 0-9 4.500 4.500 0 0 0 0 9zM11.300 12.300 20 3.500M16 7.500l3.500 3.500M13.500 10l2 2",
  copy: "M9 9h10v11H9zM15 9V4H5v11h4",
  check: "M5 12.500 10 17.500 19.500 7",
  warning: "M12 4 2.800 20h18.400zM12 10v4.500M12 17.300v.01",
  download: "M12 4v11M7 10.500 12 15.500l5-5M5 20h14",
  print: "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z",
  close: "M6 6l12 12M18 6 6 18",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7.500V12l3 2",
  device: "M4 5h16v11H4zM2 20h20",
  phone: "M7 3h10v18H7zM11 18h2",
  leave: "M14 4H5v16h9M10 12h11M17.500 8.500 21 12l-3.500 3.500",
} as const;

export type IconName = keyof typeof PATHS;

export function icon(name: IconName): SVGSVGElement {
  return svg("svg", { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" },
    svg("path", { d: PATHS[name], fill: "none", stroke: "currentColor", "stroke-width": "1.7", "stroke-linecap": "round", "stroke-linejoin": "round" }));
}

/** The mark: a keep with its battlements. */
export function mark(): SVGSVGElement {
  return svg("svg", { class: "mark", viewBox: "0 0 32 32", "aria-hidden": "true", focusable: "false" },
    svg("path", { d: "M5 4h5v4h3.500V4h5v4H22V4h5v9.500l-2.500 2V28h-17V15.500L5 13.500z", fill: "currentColor" }),
    svg("path", { class: "mark-gate", d: "M13 28v-5.500a3 3 0 0 1 6 0V28z" }));
}
