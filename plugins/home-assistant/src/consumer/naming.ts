import type { Component } from './config.js';

// A cover's position and tilt have keys of their own, made by adding to its key.
const MAX_KEY = 50;

/** Whether a component is what the device is: it has no name of its own. */
export function isMain({ options }: Component, device_name: string | null): boolean {
  const { name } = options;
  return name === null || name === '' || (typeof name === 'string' && name === device_name);
}

/** The lights of a device, the main one first, then by id: the same in whatever order they were heard. */
export function lightsOf(components: readonly Component[], device_name: string | null): Component[] {
  const rank = (one: Component): number => (isMain(one, device_name) ? 0 : 1);
  return components
    .filter(({ platform }) => platform === 'light')
    .sort((a, b) => rank(a) - rank(b) || (a.id === b.id ? 0 : a.id < b.id ? -1 : 1));
}

/** What people call a component: without the device's name before it, which many senders put there. */
export function nameOf({ platform, id, options }: Component, device_name: string | null): string {
  const { name } = options;
  if (typeof name !== 'string' || name === '') return titled(name === undefined ? id : platform);
  if (device_name === null || !name.startsWith(`${device_name} `)) return name;
  const rest = name.slice(device_name.length + 1).trim();
  return rest === '' ? name : rest.charAt(0).toUpperCase() + rest.slice(1);
}

/** The keys of the components' features: their ids, and where two have the same, the platform behind it. */
export function keysOf(components: readonly Component[]): Map<Component, string> {
  const keys = new Map<Component, string>();
  const taken = new Set<string>();
  for (const component of components) {
    const slug = slugOf(component.id);
    let key = slug;
    for (let turn = 1; taken.has(key); turn += 1)
      key = `${slug.slice(0, MAX_KEY - 20)}_${slugOf(component.platform).slice(0, 15)}${turn === 1 ? '' : `_${turn}`}`;
    taken.add(key);
    keys.set(component, key);
  }
  return keys;
}

function slugOf(id: string): string {
  const slug = id
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, MAX_KEY);
  return slug === '' ? 'value' : slug;
}

function titled(id: string): string {
  const spaced = id.replace(/[_-]+/g, ' ').trim();
  return spaced === '' ? 'Value' : spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
