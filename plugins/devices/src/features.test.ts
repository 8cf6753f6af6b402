import { FEATURE_KINDS, HubError } from '@lightkeeper/plugin-sdk';
import type { Feature, FeatureValue } from '@lightkeeper/plugin-sdk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assertSettable, cleanFeatures } from './features.js';

const ALL: Feature[] = [
  { key: 'temperature', kind: 'sensor', name: 'Temperature', device_class: 'temperature', unit: '°C', state_class: 'measurement' },
  { key: 'motion', kind: 'binary_sensor', name: 'Motion' },
  { key: 'target', kind: 'number', name: 'Target', min: 5, max: 30, step: 0.5, unit: '°C', category: 'config' },
  { key: 'mode', kind: 'select', name: 'Mode', options: ['eco', 'boost'] },
  { key: 'lock', kind: 'switch', name: 'Lock' },
  { key: 'restart', kind: 'button', name: 'Restart' },
  { key: 'blind', kind: 'cover', name: 'Blind', position: true },
  { key: 'gate', kind: 'cover', name: 'Gate', position: false },
  { key: 'wall', kind: 'event', name: 'Wall', types: ['press'] },
];

/** What a driver that was not compiled against the SDK may hand over. */
const clean = (...given: unknown[]): Feature[] => cleanFeatures(given as Feature[]);

describe('the features that a driver describes', () => {
  it('are kept as they are when they are right', () => {
    expect(cleanFeatures(ALL)).toEqual(ALL);
  });

  it.each([
    ['no key', { kind: 'switch', name: 'x' }],
    ['a key of other letters', { key: 'Ä b', kind: 'switch', name: 'x' }],
    ['the key of a prototype', { key: '__proto__', kind: 'teapot', name: 'x' }],
    ['an unknown kind', { key: 'a', kind: 'teapot', name: 'x' }],
    ['no name', { key: 'a', kind: 'switch', name: '' }],
    ['limits the wrong way round', { key: 'a', kind: 'number', name: 'x', min: 3, max: 2, step: 1 }],
    ['an endless limit', { key: 'a', kind: 'number', name: 'x', min: 0, max: Number.POSITIVE_INFINITY, step: 1 }],
    ['no step', { key: 'a', kind: 'number', name: 'x', min: 0, max: 1, step: 0 }],
    ['no options', { key: 'a', kind: 'select', name: 'x', options: [] }],
    ['too many options', { key: 'a', kind: 'select', name: 'x', options: Array(1_000).fill('y') }],
    ['nothing at all', null],
  ])('are left out with %s', (_, feature) => {
    expect(clean(feature, ALL[1])).toEqual([ALL[1]]);
  });

  it('stand once for each key, and are at most 64', () => {
    const lock = { key: 'lock', kind: 'switch', name: 'Lock' };
    expect(clean(lock, { ...lock, name: 'Other' })).toEqual([lock]);
    expect(clean(...Array.from({ length: 100 }, (_, index) => ({ ...lock, key: `k${index}` })))).toHaveLength(64);
  });

  it('have names without control characters, cut to size, and nothing that is not theirs', () => {
    const [feature] = clean({ key: 'lock', kind: 'switch', name: `a\u202eb${'x'.repeat(200)}`, onclick: 'evil()' });
    expect(feature?.name).toMatch(/^ab?x*/);
    expect(feature?.name).not.toContain('\u202e');
    expect(feature?.name.length).toBeLessThanOrEqual(64);
    expect(Object.keys(feature ?? {}).sort()).toEqual(['key', 'kind', 'name']);
  });

  it('are right whatever was given', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom<unknown>(...ALL), fc.object(), fc.anything()), { maxLength: 80 }), (given) => {
        const features = clean(...given);
        expect(features.length).toBeLessThanOrEqual(64);
        expect(new Set(features.map(({ key }) => key)).size).toBe(features.length);
        for (const { key, kind } of features) {
          expect(key).toMatch(/^[a-z0-9_]{1,64}$/);
          expect(FEATURE_KINDS).toContain(kind);
        }
        expect(cleanFeatures(features)).toEqual(features);
      }),
    );
  });
});

describe('setting a feature', () => {
  const device = { name: 'Thing', features: ALL };
  const takes = (key: string, ...values: FeatureValue[]): boolean[] =>
    values.map((value) => {
      try {
        assertSettable({ [key]: value }, device);
        return true;
      } catch (error) {
        expect(error).toBeInstanceOf(HubError);
        expect(error).toMatchObject({ code: 'LK_DEVICE_UNSUPPORTED', errors: [{ field: `/set/${key}` }] });
        return false;
      }
    });

  it('takes what its kind takes, and nothing else', () => {
    expect(takes('target', 5, 30, 17.5, 4.9, 30.1, Number.NaN, '20', true)).toEqual([true, true, true, ...Array<boolean>(5).fill(false)]);
    expect(takes('mode', 'eco', 'turbo', 1)).toEqual([true, false, false]);
    expect(takes('lock', true, false, 'true', 1)).toEqual([true, true, false, false]);
    expect(takes('restart', true, false, 'press')).toEqual([true, false, false]);
    expect(takes('blind', 'open', 'close', 'stop', 0, 100, 101, -1, 'up', true)).toEqual([
      ...Array<boolean>(5).fill(true),
      ...Array<boolean>(4).fill(false),
    ]);
    expect(takes('gate', 'open', 50)).toEqual([true, false]);
    for (const key of ['temperature', 'motion', 'wall', 'nothing']) expect(takes(key, true, 1, 'press')).toEqual([false, false, false]);
  });

  it('says in words what it would take', () => {
    const said = (key: string, value: FeatureValue): string => {
      try {
        assertSettable({ [key]: value }, device);
      } catch (error) {
        return (error as Error).message;
      }
      return '';
    };
    expect(said('target', 99)).toBe('Target of Thing takes a number from 5 to 30.');
    expect(said('mode', 'turbo')).toBe('Mode of Thing has no option "turbo".');
    expect(said('gate', 50)).toBe('Gate of Thing takes open, close, stop.');
    expect(said('motion', true)).toBe('Motion of Thing can be read only.');
    expect(said('nothing', true)).toBe('Thing has nothing named "nothing".');
  });

  it('never throws anything but a problem that names the field', () => {
    const value = fc.oneof(fc.string(), fc.double(), fc.boolean());
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(...ALL.map(({ key }) => key)), fc.string()), value, (key, given) => {
        try {
          assertSettable({ [key]: given }, device);
        } catch (error) {
          expect(error).toBeInstanceOf(HubError);
          expect((error as HubError).errors?.[0]?.field).toMatch(/^\/set\//);
        }
      }),
    );
  });
});
