import { quoted } from './words.js';

/** What devices call the ways to press a button, and how people say it: present and past. */
const PRESSES: Readonly<Record<string, readonly [is: string, was: string]>> = {
  press: ['is pressed', 'was pressed'],
  single: ['is pressed', 'was pressed'],
  single_press: ['is pressed', 'was pressed'],
  short_press: ['is pressed', 'was pressed'],
  double: ['is pressed twice', 'was pressed twice'],
  double_press: ['is pressed twice', 'was pressed twice'],
  triple: ['is pressed three times', 'was pressed three times'],
  triple_press: ['is pressed three times', 'was pressed three times'],
  long: ['is held', 'was held'],
  hold: ['is held', 'was held'],
  long_press: ['is held', 'was held'],
  release: ['is released', 'was released'],
};

/** `is pressed twice`; `says “rotate_left”` for what no button does. */
export function eventHappens(type: string | undefined): string {
  if (type === undefined) return 'says something';
  return PRESSES[type]?.[0] ?? `says ${quoted(type)}`;
}

/** `was pressed twice`. */
export function eventHappened(type: string): string {
  return PRESSES[type]?.[1] ?? `said ${quoted(type)}`;
}
