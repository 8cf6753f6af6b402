import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Kinds } from '../kinds/index.js';
import { Words } from '../words/words.js';
import { YamlMistakes } from '../yaml/document.js';
import { readBlueprint } from './file.js';
import { told } from './told.js';

const FOLDER = new URL('../../blueprints/', import.meta.url);
const words = new Words({ kinds: new Kinds(() => null), nameOf: (_type, id) => (id === 'gone' ? undefined : id) });
const file = (name: string): ReturnType<typeof readBlueprint> => readBlueprint(readFileSync(new URL(`${name}.yaml`, FOLDER), 'utf8'));

describe('an automation made from a blueprint', () => {
  it('is told in the words of the blueprint, by the names of what fills it', () => {
    const motion = file('motion-light');
    expect(told(motion, { sensor: 'Hall motion', lights: ['Ceiling', 'gone'], off_after: 90_000 }, words)).toBe(
      'When Hall motion sees somebody, turn on Ceiling and a device that is gone at 80 %, and off again when nobody has moved for 1 minute 30 seconds.',
    );
    expect(told(motion, { sensor: 'Hall motion', lights: ['Ceiling'], only_when_dark: true }, words)).toContain(
      'sees somebody, while it is dark, turn on Ceiling',
    );
    const movie = { television: 'Television', capture: 'Ambient' };
    expect(told(file('movie-mode'), movie, words)).toBe(
      'When Television turns on, start Ambient; when it has been off for 10 seconds, stop it.',
    );
    expect(told(file('movie-mode'), { ...movie, scene: 'Cinema', scene_after: 'Evening' }, words)).toBe(
      'When Television turns on, activate Cinema and start Ambient; when it has been off for 10 seconds, stop it and activate Evening.',
    );
    expect(told(file('sunrise-wake-up'), { lights: ['Lamp'], weekdays: ['sat', 'sun'] }, words)).toBe(
      'On Saturday and Sunday at 06:30, let Lamp rise to 100 % within 30 minutes.',
    );
  });

  it('is told so by all blueprints that come with the hub', () => {
    for (const name of readdirSync(FOLDER)) expect(readBlueprint(readFileSync(new URL(name, FOLDER), 'utf8')).sentence).not.toBeNull();
  });

  it('cannot speak of what the blueprint does not ask for', () => {
    const wrong =
      'blueprint:\n  name: A\n  sentence: Turn on {light}{dark? in {room}}\n  inputs:\n    light: { title: L, selector: { kind: device } }\n';
    expect(() => readBlueprint(wrong)).toThrow(YamlMistakes);
    try {
      readBlueprint(wrong);
    } catch (error) {
      expect((error as YamlMistakes).mistakes.map(({ detail, line }) => [detail, line])).toEqual([
        ['There is no input "dark".', 3],
        ['There is no input "room".', 3],
      ]);
    }
  });
});
