import drawings from 'virtual:lightkeeper-icons';
import { registerIconLibrary } from '@awesome.me/webawesome/dist/components/icon/library.js';

/** Web Awesome's own names for the icons inside its controls, in Lucide's words. */
const SYSTEM_NAMES: Record<string, string> = {
  xmark: 'x',
  'circle-xmark': 'circle-x',
  'eye-slash': 'eye-off',
  'grip-vertical': 'grip-vertical',
  'circle-question': 'circle-help',
  indeterminate: 'minus',
};

function file(name: string): string {
  return `/icons/${encodeURIComponent(SYSTEM_NAMES[name] ?? name)}.svg`;
}

const library = {
  resolver: file,
  // Web Awesome fills its icons; Lucide's are lines.
  mutator: (svg: SVGElement) => {
    svg.style.fill = 'none';
    svg.setAttribute('stroke-width', '1.75');
  },
};
// Its default libraries fetch from another host.
registerIconLibrary('default', library);
registerIconLibrary('system', library);

const SHAPES = new Set(['path', 'circle', 'ellipse', 'line', 'polygon', 'polyline', 'rect']);
const SVG = 'http://www.w3.org/2000/svg';

/** Builds a drawing anew out of its shapes and their plain attributes; whatever else the text may hold is left behind. */
export function parseDrawing(text: string): SVGSVGElement {
  const picture = document.createElementNS(SVG, 'svg');
  picture.setAttribute('viewBox', '0 0 24 24');
  const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
  for (const shape of parsed.documentElement.children) {
    if (!SHAPES.has(shape.localName)) continue;
    const copy = document.createElementNS(SVG, shape.localName);
    for (const { name, value } of shape.attributes) if (/^[a-z0-9]+$/i.test(name) && !name.startsWith('on')) copy.setAttribute(name, value);
    picture.append(copy);
  }
  return picture;
}

const parsed = new Map<string, SVGSVGElement>();
const fetched = new Map<string, Promise<SVGSVGElement>>();

/** A bundled icon, or undefined. Clone it before use. */
export function bundledIcon(name: string): SVGSVGElement | undefined {
  const text = Object.hasOwn(drawings, name) ? drawings[name] : undefined;
  if (text === undefined) return undefined;
  const found = parsed.get(name) ?? parseDrawing(`<svg xmlns="${SVG}">${text}</svg>`);
  parsed.set(name, found);
  return found;
}

/** Any other Lucide icon, from the hub's own files; an empty one when there is none of that name. */
export function fetchIcon(name: string): Promise<SVGSVGElement> {
  const found = fetched.get(name);
  if (found) return found;
  const wanted = load(name).then(parseDrawing);
  fetched.set(name, wanted);
  return wanted;
}

async function load(name: string): Promise<string> {
  const none = `<svg xmlns="${SVG}"/>`;
  if (!/^[a-z0-9-]{1,60}$/.test(name)) return none;
  const response = await fetch(`/icons/${name}.svg`).catch(() => null);
  return response?.ok && response.headers.get('content-type')?.startsWith('image/svg') ? response.text() : none;
}
