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

const fetched = new Map<string, Promise<string>>();

/** The drawing of a bundled icon, or undefined. */
export function bundledIcon(name: string): string | undefined {
  return Object.hasOwn(drawings, name) ? drawings[name] : undefined;
}

/** The drawing of any other Lucide icon, from the hub's own files; empty when there is none of that name. */
export function fetchIcon(name: string): Promise<string> {
  const found = fetched.get(name);
  if (found) return found;
  const wanted = /^[a-z0-9-]{1,60}$/.test(name) ? load(name) : Promise.resolve('');
  fetched.set(name, wanted);
  return wanted;
}

async function load(name: string): Promise<string> {
  const response = await fetch(`/icons/${name}.svg`).catch(() => null);
  if (!response?.ok || !response.headers.get('content-type')?.startsWith('image/svg')) return '';
  return /<svg[^>]*>([\s\S]*)<\/svg>/.exec(await response.text())?.[1] ?? '';
}
