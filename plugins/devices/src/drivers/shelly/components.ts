import { componentStatus, KINDS } from './wire.js';
import type { ComponentStatus, Kind } from './wire.js';

/** One of the components of a Shelly. */
export interface Component {
  kind: Kind;
  id: number;
  /** `light:0` */
  key: string;
}

/** More than the largest Shelly has. */
const MAX_COMPONENTS = 32;

/** The namespace of a kind's methods, as in `RGBW.Set`. */
export const NAMESPACE: Record<Kind, string> = {
  rgbw: 'RGBW',
  rgb: 'RGB',
  cct: 'CCT',
  light: 'Light',
  cover: 'Cover',
  switch: 'Switch',
  input: 'Input',
  pm1: 'PM1',
  em: 'EM',
  em1: 'EM1',
  emdata: 'EMData',
  em1data: 'EM1Data',
};

/** Kinds with an output that is on or off. */
const OUTPUTS = new Set<Kind>(['rgbw', 'rgb', 'cct', 'light', 'switch']);

export function hasOutput({ kind }: Component): boolean {
  return OUTPUTS.has(kind);
}

/** All that the hub knows of what a Shelly has: those that can do most first, each kind by number. */
export function componentsOf(status: Readonly<Record<string, unknown>>): Component[] {
  const found = Object.keys(status).flatMap((key): Component[] => {
    const [, name, number] = /^([a-z0-9]+):(\d{1,3})$/.exec(key) ?? [];
    const kind = KINDS.find((one) => one === name);
    return kind === undefined ? [] : [{ kind, id: Number(number), key }];
  });
  return found.sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || a.id - b.id).slice(0, MAX_COMPONENTS);
}

/** The component with this number, or with any: of the wanted kind, else the one that can do most. */
export function findComponent(components: readonly Component[], id: number | undefined, wanted: Kind | undefined): Component | null {
  return components.find((one) => (id === undefined || one.id === id) && (wanted === undefined || one.kind === wanted)) ?? null;
}

/** Null when it is no status of such a component. */
export function readStatus(component: Component, all: Readonly<Record<string, unknown>>): ComponentStatus | null {
  const { data } = componentStatus.safeParse(all[component.key]);
  return data === undefined || (hasOutput(component) && data.output === undefined) ? null : data;
}

/**
 * Lays a notification over what is known ("Notifications", NotifyStatus). A transition that it does not speak of has ended: only its
 * beginning is told.
 */
export function overlay(known: ComponentStatus, part: ComponentStatus): ComponentStatus {
  return { ...known, transition: null, ...part };
}
