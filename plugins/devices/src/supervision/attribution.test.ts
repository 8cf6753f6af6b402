import { describe, expect, it } from 'vitest';
import type { RequestContext } from '@lightkeeper/plugin-sdk';
import { Attribution } from './attribution.js';

const context = (actor: string, correlation_id: string): RequestContext => ({
  actor,
  actor_id: null,
  origin: 'ui',
  correlation_id,
  cause_id: `entry of ${correlation_id}`,
  ip: null,
  user_agent: null,
  role: null,
});
const ANNA = context('user:anna', 'press');
const LATER = context('plugin:devices', 'timer');

describe('whose doing a change is', () => {
  it('is the device’s own where nobody asked for anything', () => {
    expect(new Attribution().contextOf({ on: false }, { on: true }, LATER, 0)).toBeNull();
  });

  it('is the command’s within its own work, and for a while after, as far as it asked for that', () => {
    const attribution = new Attribution();
    attribution.commanded({ on: true, transition_ms: 2_000 }, ANNA, 1_000);
    expect(attribution.contextOf({}, { readings: { motion: true } }, ANNA, 1_000)).toBe(ANNA);
    expect(attribution.contextOf({ on: false }, { on: true, brightness: 80 }, LATER, 7_999)).toBe(ANNA);
    expect(attribution.contextOf({ on: false }, { on: true }, LATER, 8_000)).toBeNull();
    expect(attribution.contextOf({ on: false }, { on: true, readings: { power: 7 } }, LATER, 1_500)).toBe(ANNA);
    expect(attribution.contextOf({ on: true }, { on: true, readings: { power: 7 } }, LATER, 1_500)).toBeNull();
  });

  it('knows features by their keys, the position of a blind among them', () => {
    const attribution = new Attribution();
    attribution.commanded({ set: { blind: 'close' } }, ANNA, 0);
    const before = { on: true, readings: { blind: 'open', blind_position: 100, heat: 20 } };
    const closing = { blind: 'closing', blind_position: 90, heat: 20 };
    expect(attribution.contextOf(before, { on: true, readings: closing }, LATER, 100)).toBe(ANNA);
    expect(attribution.contextOf(before, { on: true, readings: { ...before.readings, heat: 21 } }, LATER, 100)).toBeNull();
    expect(attribution.contextOf(before, { on: false, readings: before.readings }, LATER, 100)).toBeNull();
  });

  it('is that of the last command', () => {
    const attribution = new Attribution();
    const ben = context('user:ben', 'another press');
    attribution.commanded({ on: true }, ANNA, 0);
    attribution.commanded({ on: false }, ben, 100);
    expect(attribution.contextOf({ on: true }, { on: false }, LATER, 200)).toBe(ben);
  });
});
