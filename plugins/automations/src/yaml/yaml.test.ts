import type { JsonValue } from '@lightkeeper/plugin-sdk';
import { HubError } from '@lightkeeper/plugin-sdk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_YAML_BYTES, YamlMistakes, readYaml } from './document.js';
import { writeYaml } from './write.js';

function mistakesOf(text: string, options?: { holes: boolean }): string[] {
  try {
    readYaml(text, options);
  } catch (error) {
    if (error instanceof YamlMistakes) return error.mistakes.map(({ line, column, detail }) => `${line}:${column} ${detail}`);
    throw error;
  }
  return [];
}

const ANY_OF = fc.constantFrom(...Array.from('ab:-?[]{}&*!|>\'"#%@` \n\t0$~,.\u0000é'));

describe('reading YAML', () => {
  it('gives what JSON would', () => {
    const { value } = readYaml('name: Hall\nenabled: no\nmode: single\nactions:\n  - kind: delay\n    duration_ms: 1_000\n');
    expect(value).toEqual({ name: 'Hall', enabled: 'no', mode: 'single', actions: [{ kind: 'delay', duration_ms: '1_000' }] });
  });

  it('knows where things stand', () => {
    const text = readYaml('name: Hall\nactions:\n  - kind: delay\n    duration_ms: 5\n');
    expect(text.place('actions.0.duration_ms')).toEqual({ line: 4, column: 5 });
    expect(text.place('actions.0')).toEqual({ line: 3, column: 5 });
    expect(text.place('actions.0.missing')).toEqual({ line: 3, column: 5 });
    expect(text.place('triggers')).toEqual({ line: 1, column: 1 });
    expect(text.place('')).toEqual({ line: 1, column: 1 });
  });

  it('takes expressions, and holes where there may be some', () => {
    expect(readYaml('level: !cel trigger.data.value * 2.0').value).toEqual({ level: { $cel: 'trigger.data.value * 2.0' } });
    expect(readYaml('level: !input level', { holes: true }).value).toEqual({ level: { $input: 'level' } });
  });

  it.each([
    ['a hole outside of a blueprint', 'level: !input level', /^1:8 .*!input/],
    ['a wrong indent', 'a:\n  b: 1\n c: 2', /^3:/],
    ['a key twice', 'a: 1\na: 2', /^2:1 .*unique/],
    ['an unknown tag', 'a: !!binary aGk=', /^1:13 There is no such tag/],
    ['a tag that runs code elsewhere', 'a: !!js/function x', /^1:4/],
    ['a number that JSON lacks', 'a: .inf', /^1:4 JSON has no such number/],
    ['two documents', 'a: 1\n---\nb: 2', /multiple documents/],
    ['a key that is a list', '? [a]\n: 1', /A key must be a text/],
    ['a key that is a number', '1: x', /^1:1 A key must be a text/],
    ['a key that reaches for the prototype', '__proto__: 1', /^1:1 No key/],
    ['an alias of nothing', 'a: *b', /^1:4/],
    ['an alias within itself', 'a: &a [*a]', /stands within/],
    ['an alias within itself, deeper', 'a: &a { b: { c: [1, *a] } }', /stands within/],
  ])('refuses %s', (_what, text, expected) => {
    expect(mistakesOf(text).join('\n')).toMatch(expected);
  });

  it('refuses a text that stands for a billion values', () => {
    const levels = Array.from(
      { length: 9 },
      (_, n) =>
        `${'abcdefghi'[n] ?? ''}: &${'abcdefghi'[n] ?? ''} [${Array.from({ length: 9 }, () => (n === 0 ? 'x' : `*${'abcdefghi'[n - 1] ?? ''}`)).join(', ')}]`,
    );
    expect(mistakesOf(levels.join('\n'))).toHaveLength(1);
  });

  it('refuses what stands too deep', () => {
    expect(mistakesOf('['.repeat(200) + ']'.repeat(200)).join()).toMatch(/too deep/);
    expect(mistakesOf('['.repeat(100_000)).length).toBeGreaterThan(0);
  });

  it('refuses what is too long', () => {
    const code = (): string => {
      try {
        readYaml('a'.repeat(MAX_YAML_BYTES + 1));
        return '';
      } catch (error) {
        return error instanceof HubError ? error.code : String(error);
      }
    };
    expect(code()).toBe('LK_BODY_TOO_LARGE');
  });

  it('takes any text or says what is wrong with it', () => {
    fc.assert(
      fc.property(fc.string({ unit: ANY_OF, maxLength: 60 }), (text) => {
        try {
          const read = readYaml(text, { holes: true });
          expect(JSON.parse(JSON.stringify(read.value))).toEqual(read.value);
          expect(read.place('a.0').line).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(YamlMistakes);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('writing YAML', () => {
  it('puts expressions behind a tag', () => {
    expect(writeYaml({ level: { $cel: 'trigger.data["a"]' } })).toBe('level: !cel "trigger.data[\\"a\\"]"\n');
  });

  it('is read back as the same, whatever it is', () => {
    const awkward = fc.constantFrom(
      'on',
      'no',
      '~',
      'null',
      '0x10',
      '1e3',
      '.inf',
      '<<',
      '!cel',
      '&a',
      '*a',
      '- x',
      '# x',
      'a: b',
      ' x ',
      '\n',
      '\u2028',
      '---',
    );
    const text = fc.oneof(fc.string({ unit: 'binary' }), awkward, fc.string());
    const key = text.filter((word) => word !== '__proto__');
    const { json } = fc.letrec<{ json: JsonValue; leaf: JsonValue }>((tie) => ({
      leaf: fc.oneof(
        text,
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        text.map(($cel) => ({ $cel })),
      ),
      json: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        tie('leaf'),
        fc.array(tie('json'), { maxLength: 4 }),
        fc.dictionary(key, tie('json'), { maxKeys: 4, noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(json, (value) => {
        const wire = JSON.parse(JSON.stringify({ value })) as JsonValue;
        expect(readYaml(writeYaml(wire)).value).toEqual(wire);
      }),
      { numRuns: 1_000 },
    );
  });
});
