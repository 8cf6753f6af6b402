import type { EntryMetadata } from '@lightkeeper/plugin-sdk';
import { cleanText } from './text.js';

/** Bytes of JSON that the metadata of one entry may take. */
export const METADATA_BYTES = 8192;

const MAX_TEXT = 2000;
const MAX_ITEMS = 200;
const MAX_DEPTH = 6;
/** What is left of a long text or list that does not fit. */
const SHORT_TEXT = 200;
const SHORT_ITEMS = 20;
/** Room for `"truncated":true`, a comma and the braces. */
const RESERVE = 24;

const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);
const SECRET_KEY = /^(.*_)?(password|passwd|secret|token|authorization|cookie|api_key|private_key|setup_code)$/i;
const REDACTED = '[redacted]';

/** The keys with one meaning everywhere are kept before all others. */
const FIRST_KEYS = ['origin', 'correlation_id', 'cause_id', 'plugin_id', 'actor_id', 'ip', 'user_agent', 'duration_ms', 'changed'];

class Cleaner {
  cut = false;

  value(value: unknown, depth: number): unknown {
    if (value === null || typeof value === 'boolean') return value;
    // Adding nothing turns -0, which JSON does not know, into 0.
    if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : null;
    if (typeof value === 'bigint') return value.toString();
    if (typeof value === 'string') return this.#text(value);
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
    if (typeof value !== 'object') return undefined;
    if (depth >= MAX_DEPTH) {
      this.cut = true;
      return undefined;
    }
    return Array.isArray(value) ? this.#list(value, depth) : this.object(value, depth);
  }

  object(value: object, depth: number): Record<string, unknown> {
    const clean: Record<string, unknown> = {};
    let kept = 0;
    for (const [key, item] of Object.entries(value)) {
      if (FORBIDDEN_KEYS.has(key)) continue;
      if (kept === MAX_ITEMS) {
        this.cut = true;
        break;
      }
      const result = SECRET_KEY.test(key) && item !== null && item !== undefined ? REDACTED : this.value(item, depth + 1);
      if (result === undefined) continue;
      clean[cleanText(key, 64)] = result;
      kept += 1;
    }
    return clean;
  }

  #list(value: readonly unknown[], depth: number): unknown[] {
    if (value.length > MAX_ITEMS) this.cut = true;
    return value.slice(0, MAX_ITEMS).map((item) => this.value(item, depth + 1) ?? null);
  }

  #text(value: string): string {
    if (value.length > MAX_TEXT) this.cut = true;
    return cleanText(value, MAX_TEXT);
  }
}

function size(key: string, value: unknown): number {
  return Buffer.byteLength(JSON.stringify(key)) + Buffer.byteLength(JSON.stringify(value)) + 2;
}

function shortened(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value, SHORT_TEXT);
  if (Array.isArray(value)) {
    return value.slice(0, SHORT_ITEMS).map((item: unknown) => (typeof item === 'string' ? cleanText(item, SHORT_TEXT) : item));
  }
  return undefined;
}

/** Keeps keys in the order of their weight until the room is used up: whole, else shortened, else not at all. */
function fit(clean: Record<string, unknown>): EntryMetadata {
  const fitted: EntryMetadata = {};
  let room = METADATA_BYTES - RESERVE;
  const keys = [...FIRST_KEYS.filter((key) => Object.hasOwn(clean, key)), ...Object.keys(clean).filter((key) => !FIRST_KEYS.includes(key))];
  for (const key of keys) {
    for (const value of [clean[key], shortened(clean[key])]) {
      if (value === undefined || size(key, value) > room) continue;
      fitted[key] = value;
      room -= size(key, value);
      break;
    }
  }
  fitted.truncated = true;
  return fitted;
}

/**
 * Makes metadata fit to be stored: plain JSON without keys that could reach a prototype, without values of keys that are named like
 * secrets, text on one line, at most 8 KiB. What had to be cut is marked by `truncated: true`.
 */
export function cleanMetadata(input: Readonly<Record<string, unknown>>): EntryMetadata {
  const cleaner = new Cleaner();
  const clean: EntryMetadata = cleaner.object(input, 0);
  if (cleaner.cut) clean.truncated = true;
  return Buffer.byteLength(JSON.stringify(clean)) <= METADATA_BYTES ? clean : fit(clean);
}
