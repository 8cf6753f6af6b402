import { isExpression } from '../values.js';

/** `=` before it makes an expression of what is typed; anything that is JSON is that, and the rest is text. */
export function readValue(text: string): unknown {
  if (text.startsWith('=')) return { $cel: text.slice(1).trim() };
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** A value as it is typed; a text that would be read as something else stands in quotes. */
export function valueText(value: unknown): string {
  if (isExpression(value)) return `= ${value.$cel}`;
  return typeof value === 'string' && readValue(value) === value ? value : JSON.stringify(value);
}
