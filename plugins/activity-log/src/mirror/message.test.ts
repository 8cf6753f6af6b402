import { describe, expect, it } from 'vitest';
import type { ActivityEntry } from '@lightkeeper/plugin-sdk';
import { mirrorMessage, mirrorMetadata } from './message.js';

const metadata = {
  changed: ['name'],
  origin: 'ui',
  correlation_id: 'c1',
  cause_id: 'e0',
  plugin_id: 'devices',
  actor_id: 'u1',
  ip: '192.0.2.7',
  user_agent: 'Browser/1',
  duration_ms: 12,
  removed: 3,
  truncated: true,
  reason: 'refused by 192.0.2.9',
  filters: { actor: 'user:anna' },
};

describe('mirrorMetadata', () => {
  it('lets only what is listed out, and counts', () => {
    expect(mirrorMetadata(metadata, false)).toEqual({
      changed: ['name'],
      origin: 'ui',
      correlation_id: 'c1',
      cause_id: 'e0',
      plugin_id: 'devices',
      duration_ms: 12,
      removed: 3,
      truncated: true,
    });
  });

  it('adds addresses when asked for', () => {
    expect(mirrorMetadata(metadata, true)).toMatchObject({ ip: '192.0.2.7', user_agent: 'Browser/1' });
  });
});

describe('mirrorMessage', () => {
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
    metadata,
  };

  it('is the entry with its number and its event type', () => {
    const { topic, payload } = mirrorMessage({ seq: 7, entry }, false);
    expect(topic).toBe('activity/device/commanded');
    expect(JSON.parse(payload)).toEqual({ ...entry, metadata: mirrorMetadata(metadata, false), seq: 7, event_type: 'device.commanded' });
  });

  it('keeps a word from becoming a wildcard or a level', () => {
    expect(mirrorMessage({ seq: 7, entry: { ...entry, category: 'a/b', action: '+#' } }, false).topic).toBe('activity/a_b/__');
  });
});
