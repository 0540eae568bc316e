/**
 * Builds an element. Properties starting with `on` are listeners, `class` and every other name are attributes;
 * `false`, `null` and `undefined` leave an attribute out, `true` sets it empty. Children are nodes or strings:
 * a string always becomes a text node, so nothing that a bot or a person wrote is ever read as markup.
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  setProperties(element, properties);
  element.append(...presentNodes(children));
  return element;
}

/** Replaces all children of `element`; absent ones (`null`, `false`) are left out. */
export function fill(element, ...children) {
  element.replaceChildren(...presentNodes(children));
}

/** Makes `nodes` the children of `element` without touching those that stay: scroll places and focus survive. */
export function reconcile(element, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...element.childNodes]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, index) => {
    if (element.childNodes[index] !== node) element.insertBefore(node, element.childNodes[index] ?? null);
  });
}

export function isPhone() {
  return window.matchMedia('(max-width: 719px)').matches;
}

const svgNamespace = 'http://www.w3.org/2000/svg';

/** Builds an SVG element the same way. */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(svgNamespace, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

function setProperties(element, properties) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'value') element.value = value;
    else element.setAttribute(name, value === true ? '' : String(value));
  }
}

function presentNodes(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}
