import { DEVICE_KINDS, type DeviceKind } from '../model/kinds.js';
import { GROUPINGS, STATUS_FILTERS, type DeviceFilter, type Grouping } from '../model/group.js';

/** What the address of /devices says: which devices, and by what they stand together. */
export interface ListView extends DeviceFilter {
  by: Grouping;
  /** One room alone: its id, `none` for devices without a room, empty for all. */
  room: string;
}

function oneOf<T extends string, D extends string>(known: readonly T[], value: string | null, otherwise: D): T | D {
  return known.find((one) => one === value) ?? otherwise;
}

/** Whatever the address holds, a view comes out: links are old, and hands mistype. */
export function readView(query: URLSearchParams): ListView {
  return {
    words: query.get('q') ?? '',
    kind: oneOf<DeviceKind, ''>(DEVICE_KINDS, query.get('kind'), ''),
    label: query.get('label') ?? '',
    status: oneOf(STATUS_FILTERS, query.get('status'), ''),
    by: oneOf(GROUPINGS, query.get('by'), 'room'),
    room: query.get('room') ?? '',
  };
}

/** Whether something is left out. */
export function narrows({ words, kind, label, status, room }: ListView): boolean {
  return words.trim() !== '' || kind !== '' || label !== '' || status !== '' || room !== '';
}
