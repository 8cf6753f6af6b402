import type { ActivityEntry } from '@lightkeeper/plugin-sdk/wire';
import { describe, expect, it } from 'vitest';
import { daysAgo, formatBytes, formatDuration, formatTime } from '../i18n/format.js';
import { plural } from '../i18n/plural.js';
import { actorKind, actorName, personHue } from './actors.js';
import { browserName } from './browsers.js';
import { categoryIcon } from './categories.js';
import { colorWords, kelvinToRgb, lightColor } from './lights.js';
import { toSignInName } from './names.js';
import { sentenceParts } from './sentence.js';

function entry(fields: Partial<ActivityEntry>): ActivityEntry {
  return {
    id: '1',
    ts: '2026-11-21T20:34:50.000Z',
    category: 'device',
    action: 'commanded',
    severity: 'info',
    actor: 'user:anna',
    message: 'anna turned on Sofa lamp at 12 %',
    entity_type: 'device',
    entity_id: '2',
    entity_name: 'Sofa lamp',
    metadata: {},
    ...fields,
  };
}

const kinds = (fields: Partial<ActivityEntry>): string[] => sentenceParts(entry(fields)).map((part) => `${part.kind}:${part.text}`);

describe('sentences', () => {
  it('find their actor and their thing, and keep every word', () => {
    expect(kinds({})).toEqual(['actor:anna', 'text: turned on ', 'thing:Sofa lamp', 'text: at 12 %']);
    expect(
      sentenceParts(entry({}))
        .map((part) => part.text)
        .join(''),
    ).toBe(entry({}).message);
  });

  it('know the hub and the unknown by their words', () => {
    expect(kinds({ actor: 'system', message: 'The hub started', entity_name: null })).toEqual(['actor:The hub', 'text: started']);
    expect(kinds({ actor: 'anonymous', message: 'Someone failed to sign in as admin', entity_name: 'admin' })).toEqual([
      'actor:Someone',
      'text: failed to sign in as ',
      'thing:admin',
    ]);
  });

  it('do not take the beginning of another word for the actor', () => {
    expect(kinds({ actor: 'user:ann', message: 'anna turned it on', entity_name: null })).toEqual(['text:anna turned it on']);
  });

  it('stay whole when the thing is not named', () => {
    expect(kinds({ message: 'anna changed a thing', entity_name: 'Other' })).toEqual(['actor:anna', 'text: changed a thing']);
  });
});

describe('actors', () => {
  it('are read from what the log wrote', () => {
    expect(actorKind('mqtt:zigbee2mqtt')).toBe('mqtt');
    expect(actorName('device:TV: left')).toBe('TV: left');
    expect(actorKind('nonsense')).toBe('system');
    expect(personHue('Anna')).toBe(personHue('anna'));
  });

  it('have pictures for what plugins write, too', () => {
    expect(categoryIcon('tides', 'turned')).toBe('puzzle');
    expect(categoryIcon('system', 'plugin_failed')).toBe('puzzle');
    expect(categoryIcon('device', 'unheard_of')).toBe('lightbulb');
  });
});

describe('lights', () => {
  it('have the colour of their temperature', () => {
    expect(kelvinToRgb(6600).r).toBe(255);
    const warm = kelvinToRgb(2200);
    const cold = kelvinToRgb(9000);
    expect(warm.r).toBeGreaterThan(warm.b);
    expect(cold.b).toBeGreaterThan(cold.r);
    expect(kelvinToRgb(0)).toEqual(kelvinToRgb(1000));
    expect(lightColor({ color: { r: 1, g: 2, b: 3 }, color_temp: 2700 })).toBe('rgb(1 2 3)');
  });

  it('are said in words', () => {
    expect(colorWords({ on: false })).toBe('off');
    expect(colorWords(null)).toBe('unknown');
    expect(colorWords({ on: true, brightness: 255, color: { r: 255, g: 140, b: 0 } })).toMatch(/^orange, 100/);
    expect(colorWords({ on: true, color: { r: 20, g: 40, b: 255 } })).toBe('blue');
  });
});

describe('other words', () => {
  it('make names to sign in with', () => {
    expect(toSignInName('Anna Möller')).toBe('anna-moller');
    expect(toSignInName('  --  ')).toBe('');
  });

  it('call browsers by their names', () => {
    expect(browserName('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0')).toBe('Firefox on Linux');
    expect(browserName('Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Mobile Safari/604.1')).toBe(
      'Safari on iPhone',
    );
  });

  it('pick plural forms, and fall back to the general one', () => {
    expect(plural(1, { one: 'one', other: 'many' }, 'en')).toBe('one');
    expect(plural(5, { one: 'one', other: 'many' }, 'en')).toBe('many');
    expect(plural(3, { one: 'one', other: 'many' }, 'pl')).toBe('many');
  });

  it('write amounts with their units', () => {
    expect(formatBytes(61_200_000)).toBe('61\u00a0MB');
    expect(formatBytes(999_600)).toBe('1\u00a0MB');
    expect(formatDuration(40)).toBe('40\u00a0ms');
    expect(formatDuration(185_000)).toBe('3\u00a0min 5\u00a0s');
    expect(formatDuration(7_200_000)).toBe('2\u00a0h');
    expect(formatTime('not a time')).toBe('–');
  });

  it('count days by the calendar, not by hours', () => {
    expect(daysAgo(new Date(2026, 10, 20, 23, 59), new Date(2026, 10, 21, 0, 1))).toBe(1);
    expect(daysAgo(new Date(2026, 10, 21, 0, 1), new Date(2026, 10, 21, 23, 59))).toBe(0);
  });
});
