import { describe, expect, it } from 'vitest';
import type { ActivityEntry } from '@lightkeeper/plugin-sdk';
import { eventText, stateText } from './log-feed.js';

const entry: ActivityEntry = {
  id: 'e1',
  ts: '2026-01-15T12:00:00.000Z',
  category: 'device',
  action: 'commanded',
  severity: 'info',
  actor: 'user:anna',
  message: 'anna turned on Hall light',
  entity_type: 'device',
  entity_id: 'd1',
  entity_name: 'Hall light',
  metadata: {
    changed: ['name'],
    origin: 'ui',
    ip: '192.0.2.7',
    user_agent: 'Browser/1',
    reason: 'from 192.0.2.9',
    removed: 3,
    filters: { a: 1 },
  },
};

describe('an entry for Home Assistant', () => {
  it('is the entry with its event type, without what is to stay at home', () => {
    expect(JSON.parse(eventText(entry))).toEqual({
      event_type: 'device.commanded',
      ...entry,
      metadata: { changed: ['name'], origin: 'ui', removed: 3 },
    });
  });

  it('is at most 8 KiB', () => {
    const long = { ...entry, metadata: { changed: Array.from({ length: 2_000 }, (_unused, index) => `field_${index}`) } };
    const text = eventText(long);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(8_192);
    expect(JSON.parse(text)).toMatchObject({ id: 'e1', metadata: { truncated: true } });
  });

  it('is a text of at most 255 characters', () => {
    expect(stateText(entry)).toBe(entry.message);
    expect(stateText({ ...entry, message: '💡'.repeat(400) }).length).toBeLessThanOrEqual(255);
  });
});
