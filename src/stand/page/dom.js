/** @import { Child, Properties } from './shapes.d.ts' */

/**
 * Builds an element. Properties starting with `on` are listeners, `class` and every other name are attributes;
 * `false`, `null` and `undefined` leave an attribute out, `true` sets it empty. Children are nodes or strings:
 * a string always becomes a text node, so nothing that a bot or a person wrote is ever read as markup.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Properties} [properties]
 * @param {Child[]} children
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  setProperties(element, properties);
  element.append(...presentNodes(children));
  return element;
}

/**
 * Replaces all children of `element`; absent ones (`null`, `false`) are left out.
 * @param {Element} element
 * @param {Child[]} children
 */
export function fill(element, ...children) {
  element.replaceChildren(...presentNodes(children));
}

/**
 * Makes `nodes` the children of `element` without touching those that stay: scroll places and focus survive.
 * @param {Element} element
 * @param {readonly Node[]} nodes
 */
export function reconcile(element, nodes) {
  /** @type {Set<Node>} */
  const wanted = new Set(nodes);
  for (const child of [...element.childNodes]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, index) => {
    if (element.childNodes[index] !== node) element.insertBefore(node, element.childNodes[index] ?? null);
  });
}

/**
 * The first element that fits, or null.
 * @param {string} selector
 * @param {ParentNode} [within]
 * @returns {HTMLElement | null}
 */
export function find(selector, within = document) {
  return within.querySelector(selector);
}

/**
 * What one draws with on a canvas.
 * @param {HTMLCanvasElement} canvas
 */
export function penOf(canvas) {
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
}

export function isPhone() {
  return window.matchMedia('(max-width: 719px)').matches;
}

const svgNamespace = 'http://www.w3.org/2000/svg';

/**
 * Builds an SVG element the same way.
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number>} [attributes]
 * @param {Node[]} children
 */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(svgNamespace, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/**
 * @param {HTMLElement} element
 * @param {Properties} properties
 */
function setProperties(element, properties) {
  /** @type {[string, any][]} */
  const entries = Object.entries(properties);
  for (const [name, value] of entries) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'value') Object.assign(element, { value });
    else element.setAttribute(name, value === true ? '' : String(value));
  }
}

/**
 * What is left of them: nodes and strings in one list.
 * @param {readonly Child[]} children
 * @returns {(Node | string)[]}
 */
export function presentNodes(children) {
  /** @type {readonly any[]} */
  const flat = children;
  return flat.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}
