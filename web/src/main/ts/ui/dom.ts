/** The page is built with createElement alone: no HTML strings, so Trusted Types have nothing to guard. */

export type Child = Node | string | undefined | false | readonly Child[];

type Listener<K extends keyof HTMLElementEventMap> = (event: HTMLElementEventMap[K]) => unknown;

export interface Props {
  readonly class?: string;
  readonly on?: { readonly [K in keyof HTMLElementEventMap]?: Listener<K> };
  readonly [attribute: string]: string | number | boolean | undefined | object;
}

/** An element with attributes (true is an empty attribute, false and undefined none), listeners and children. */
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, props: Props = {}, ...children: readonly Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name === "on") for (const [event, listener] of Object.entries(value as object)) element.addEventListener(event, listener as EventListener);
    else setAttribute(element, name, value);
  }
  append(element, children);
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

export function svg<K extends keyof SVGElementTagNameMap>(tag: K, attributes: Readonly<Record<string, string | number>> = {}, ...children: readonly Node[]): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

function setAttribute(element: HTMLElement, name: string, value: unknown): void {
  if (value === undefined || value === false) return;
  element.setAttribute(name, value === true ? "" : String(value));
}

function append(parent: Node, children: readonly Child[]): void {
  for (const child of children) {
    if (child === undefined || child === false || child === "") continue;
    if (Array.isArray(child)) append(parent, child as readonly Child[]);
    else parent.appendChild(typeof child === "string" ? document.createTextNode(child) : (child as Node));
  }
}

export function replace(parent: Element, ...children: readonly Child[]): void {
  parent.replaceChildren();
  append(parent, children);
}
