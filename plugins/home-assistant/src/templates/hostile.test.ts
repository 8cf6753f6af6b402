import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIMITS } from './limits.js';
import { TemplateError, UnsupportedTemplate, compileTemplate, renderCommand, renderValue } from './template.js';

const clock = { now: () => 1_700_000_000_000 };
const render = (template: string, payload = '{}'): string => renderValue(compileTemplate(template), payload, clock);

/** What it renders, or the name of its failure; anything else is thrown on. */
function outcome(template: string, payload: string): string {
  try {
    return `text ${render(template, payload)}`;
  } catch (error) {
    if (error instanceof TemplateError || error instanceof UnsupportedTemplate) return error.name;
    throw error;
  }
}

const nested = (open: string, inner: string, close: string, times: number): string => open.repeat(times) + inner + close.repeat(times);

describe('a template that wants too much fails', () => {
  it.each([
    ['a million turns', '{% for a in range(1000) %}{% for b in range(1000) %}{% endfor %}{% endfor %}'],
    ['five loops in each other', '{% for a in range(99) %}'.repeat(5) + 'x' + '{% endfor %}'.repeat(5)],
    ['a huge range', '{{ range(10000000)|list }}'],
    ['a text that doubles', `{% set ns = namespace(s='ha') %}{% for a in range(60) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}`],
    [
      'a text that doubles by filters',
      `{% set ns = namespace(s='a') %}{% for a in range(60) %}{% set ns.s = ns.s|replace('a', 'aa') %}{% endfor %}`,
    ],
    ['a list that doubles', '{% set ns = namespace(s=[1]) %}{% for a in range(60) %}{% set ns.s = ns.s + ns.s %}{% endfor %}'],
    [
      'lists in lists, written',
      '{% set ns = namespace(s=[1]) %}{% for a in range(50) %}{% set ns.s = [ns.s, ns.s] %}{% endfor %}{{ ns.s }}',
    ],
    [
      'lists in lists, compared',
      '{% set ns = namespace(s=[1], t=[1]) %}{% for a in range(50) %}{% set ns.s = [ns.s, ns.s] %}{% set ns.t = [ns.t, ns.t] %}{% endfor %}{{ ns.s == ns.t }}',
    ],
    [
      'lists in lists, as JSON',
      '{% set ns = namespace(s=[1]) %}{% for a in range(50) %}{% set ns.s = [ns.s, ns.s] %}{% endfor %}{{ ns.s|to_json }}',
    ],
    ['a very deep list', '{% set ns = namespace(s=[]) %}{% for a in range(900) %}{% set ns.s = [ns.s] %}{% endfor %}{{ ns.s }}'],
    ['a repeated text', "{{ 'x' * 100000000 }}"],
    ['a repeated list', '{{ [1] * 100000000 }}'],
    ['a tower of powers', '{{ 9 ** 9 ** 9 ** 9 }}'],
    ['a growing integer', '{% set ns = namespace(n=7) %}{% for a in range(60) %}{% set ns.n = ns.n * ns.n %}{% endfor %}{{ ns.n }}'],
    ['a wide number', "{{ '7'.zfill(100000000) }}"],
    ['a text joined', "{{ range(1000)|join('x' * 1000) }}"],
    ['a lot of output', "{% for a in range(900) %}{{ 'x' * 900 }}{% endfor %}"],
    ['a text set block', "{% set t %}{% for a in range(900) %}{{ 'x' * 900 }}{% endfor %}{% endset %}"],
    ['many sorts', '{% for a in range(900) %}{% set b = range(1000)|sort %}{% endfor %}'],
    ['a large regular expression', "{{ 'a'|regex_search('(a{100}){100}') }}"],
    ['many large searches', "{% for a in range(900) %}{{ ('a' * 4000)|regex_findall('a.*b|c') }}{% endfor %}"],
    ['a long text to search', "{{ ('a' * 5000)|regex_search('b') }}"],
    [
      'a long payload read again and again',
      '{% for a in range(900) %}{{ value|float(0) }}{{ value.isdigit() }}{{ value is match("x") }}{% endfor %}',
    ],
    ['the time without a clock', '{{ now() }}'],
  ])('%s', (what, template) => {
    const compiled = compileTemplate(template);
    expect(() => (what === 'the time without a clock' ? compiled.render({}) : renderValue(compiled, '7'.repeat(200_000), clock))).toThrow(
      TemplateError,
    );
  });

  it.each([
    ['brackets', `{{ ${nested('(', '1', ')', 100_000)} }}`],
    ['brackets within the length', `{{ ${nested('(', '1', ')', 4_000)} }}`],
    ['lists', `{{ ${nested('[', '1', ']', 4_000)} }}`],
    ['dicts', `{{ ${nested('{1:', '1', '}', 2_000)} }}`],
    ['minus signs', `{{ ${'-'.repeat(8_000)}1 }}`],
    ['spaced minus signs', `{{ 1 ${'- '.repeat(4_000)}1 }}`],
    ['not', `{{ ${'not '.repeat(2_000)}1 }}`],
    ['calls', `{{ x${'()'.repeat(4_000)} }}`],
    ['inline if', `{{ ${'1 if 1 else '.repeat(600)}1 }}`],
    ['if', nested('{%if a%}', 'x', '{%endif%}', 480)],
    ['elif', `{%if a%}${'{%elif a%}'.repeat(800)}{%endif%}`],
    ['for', nested('{%for a in b%}', 'x', '{%endfor%}', 300)],
    ['set', nested('{%set a%}', 'x', '{%endset%}', 400)],
    ['a long sum', `{{ 1${'+1'.repeat(4_000)} }}`],
    ['a long path', `{{ a${'.b'.repeat(4_000)} }}`],
    ['many filters', `{{ a${'|int'.repeat(2_000)} }}`],
    ['many tests', `{{ a${' is a [b'.repeat(900)} }}`],
    ['many words', `{{ [${'1,'.repeat(4_000)}] }}`],
    ['many remarks', '{#'.repeat(4_000)],
    ['white space', `x${' '.repeat(8_000)}{{ 1 }}`],
  ])('%s nested too deeply or too long', (_, template) => {
    expect(outcome(template, '{}')).toBe('UnsupportedTemplate');
  });

  it('takes deep JSON for text, and refuses a long payload', () => {
    expect(render('{{ value_json is defined }}', nested('[', '', ']', 100_000))).toBe('False');
    expect(render('{{ value_json is defined }}', nested('[', '', ']', LIMITS.depth))).toBe('True');
    expect(outcome('{{ value_json is defined }}', ' '.repeat(LIMITS.payload + 1))).toBe('TemplateError');
  });

  it('goes through a payload that is larger than a template may make one', () => {
    const payload = `{"rows":[${'1,'.repeat(50_000)}1],"state":"ON"}`;
    expect(render('{{ value_json.state }}', payload)).toBe('ON');
    expect(outcome('{{ value_json.rows|sum }}', payload)).toBe('TemplateError');
  });
});

it.each(['(a+)+$', '(a|a)*$', '(.*)*x', '(a|aa)+$', '([a-z]+)*!', '(a*)*b', '^(([a-z])+.)+[A-Z]([a-z])+$'])(
  '%s stalls nothing',
  (expression) => {
    expect(outcome(`{{ value|regex_search('${expression}') }}`, `${'a'.repeat(4_000)}!`)).toMatch(/^text (True|False)$|^TemplateError$/);
  },
);

it.each(['(a)\\1', '(?=a)', '(?<!a)b', '(?P<x>a)(?P=x)', '(', '[', 'a{9999}', '*'])(
  'the regular expression %s is refused',
  (expression) => {
    expect(outcome(`{{ value|regex_search('${expression.replaceAll('\\', '\\\\')}') }}`, 'a')).toBe('TemplateError');
  },
);

describe('nothing of JavaScript can be reached', () => {
  const NAMES = [
    '__proto__',
    'constructor',
    'prototype',
    '__defineGetter__',
    'hasOwnProperty',
    'toString',
    'valueOf',
    '__class__',
    '__mro__',
    '__subclasses__',
    '__globals__',
    'mro',
    'map',
    'entries',
    'size',
    'reason',
    'micros',
    'call',
    'apply',
    'bind',
    'then',
  ];
  const ROOTS = [
    'value',
    'value_json',
    'value_json.a',
    'value_json.list',
    '[]',
    '{}',
    '()',
    "''",
    '1',
    '1.5',
    'none',
    'namespace()',
    'now()',
    'loop',
    '(1, 2)',
  ];

  it('by a name, in any place where names stand', () => {
    const step = fc.tuple(fc.constantFrom(...NAMES), fc.constantFrom('dot', 'item', 'get', 'map')).map(([name, way]) => {
      if (way === 'dot') return `.${name}`;
      if (way === 'item') return `['${name}']`;
      return way === 'get' ? `.get('${name}')` : `|map(attribute='${name}')|list|first`;
    });
    fc.assert(
      fc.property(fc.constantFrom(...ROOTS), fc.array(step, { minLength: 1, maxLength: 3 }), (root, path) => {
        const shown = outcome(`{{ (${root})${path.join('')} }}`, '{"a":"x","list":[1,{"b":2}]}');
        expect(['text', 'text None', 'TemplateError', 'UnsupportedTemplate']).toContain(shown.trim());
      }),
      { numRuns: 1_000 },
    );
  });

  it('by a key of the payload: it stays data', () => {
    const payload = '{"__proto__":{"admin":true},"constructor":{"prototype":{"x":1}},"toString":5}';
    expect(render('{{ value_json.__proto__.admin }} {{ value_json.constructor.prototype.x }} {{ value_json.toString }}', payload)).toBe(
      'True 1 5',
    );
    expect(
      render('{{ value_json.admin is defined }} {{ {}.admin is defined }} {{ namespace(__proto__=1).admin is defined }}', payload),
    ).toBe('False False False');
    expect(renderCommand(compileTemplate('{{ value.__proto__ is defined }} {{ value.a }}'), { a: 1 }, clock)).toBe('False 1');
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('by the name of a filter, test or function', () => {
    for (const name of NAMES) {
      for (const template of [
        `{{ value|${name} }}`,
        `{{ value is ${name} }}`,
        `{{ ${name}() }}`,
        `{{ [1]|map('${name}')|list }}`,
        `{{ [1]|select('${name}')|list }}`,
      ]) {
        if (name !== 'map' || !template.includes('map')) expect(outcome(template, '{}'), template).toBe('UnsupportedTemplate');
      }
      expect(outcome(`{{ 1|timestamp_custom('%${name}') }}`, '{}')).toMatch(/^text |^TemplateError$/);
    }
  });
});

describe('whatever it is given, it renders or fails in its own words', () => {
  const WORDS = [
    ...[
      '{{',
      '}}',
      '{%',
      '%}',
      '{#',
      '#}',
      '{%-',
      '-}}',
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      ',',
      '.',
      ':',
      '|',
      '=',
      '==',
      '!=',
      '<',
      '>=',
      '+',
      '-',
      '~',
      '*',
      '**',
      '/',
      '//',
      '%',
    ],
    ...[
      'if',
      'elif',
      'else',
      'endif',
      'for',
      'in',
      'endfor',
      'set',
      'endset',
      'break',
      'continue',
      'not',
      'and',
      'or',
      'is',
      'defined',
      'none',
      'true',
      'False',
    ],
    ...[
      'value',
      'value_json',
      'x',
      'ns',
      'ns.x',
      'loop.index',
      'namespace(x=1)',
      'range(3)',
      'dict',
      'from_keys',
      'zip',
      'now()',
      'float',
      'int',
      'get',
      'items()',
      'split',
      'min',
    ],
    ...[
      'default',
      'round',
      'map',
      'select',
      'list',
      'join',
      'to_json',
      'from_json',
      'regex_findall',
      'truncate',
      'sort',
      'as_datetime',
      'timestamp_custom',
      'divisibleby',
      'odd',
    ],
    ...['0', '1', '2.5', '1000', "'a'", '"b"', "'\\d+'", "'%Y'", '\n', ' ', 'text', '\\', "'", '"', 'é', '😀'],
  ];
  const soup = fc.array(fc.constantFrom(...WORDS), { maxLength: 40 });
  const payload = fc.oneof(fc.json(), fc.string(), fc.constantFrom('ON', '21.5', '{"a":{"b":[1,2,{"c":null}]}}'));

  it('words in any order', () => {
    fc.assert(
      fc.property(soup, payload, (words, text) => {
        outcome(words.join(' '), text);
        outcome(`{{ ${words.join('')} }}`, text);
        outcome(`{% ${words.join(' ')} %}`, text);
      }),
      { numRuns: 3_000 },
    );
  });

  /** Expressions that parse, of any values and operations. */
  const { expression } = fc.letrec<{ expression: string; atom: string }>((tie) => ({
    atom: fc.constantFrom(
      'value',
      'value_json',
      'value_json.a',
      '1',
      '0',
      '-3',
      '2.5',
      '1e',
      "'a b'",
      "'7'",
      'none',
      'true',
      '[3, 1]',
      "{'a': 1}",
      '(1, 2)',
      'range(4)',
      'x.y',
      'now()',
    ),
    expression: fc.oneof(
      { maxDepth: 4 },
      tie('atom'),
      fc
        .tuple(
          tie('expression'),
          fc.constantFrom('+', '-', '*', '/', '//', '%', '**', '~', '==', '<', 'in', 'not in', 'and', 'or'),
          tie('expression'),
        )
        .map(([a, sign, b]) => `(${a}) ${sign} (${b})`),
      fc
        .tuple(
          tie('expression'),
          fc.constantFrom(
            'float(0)',
            'int',
            'round(1)',
            'lower',
            'title',
            'list',
            'first',
            'last',
            'join',
            'sort',
            'unique|list',
            'sum',
            'max',
            'length',
            'to_json',
            'tojson',
            'string',
            'abs',
            'reverse|list',
            'map("int", 0)|list',
            'select("odd")|list',
            'truncate(3)',
            'replace("a", "b")',
            'timestamp_utc',
            'as_datetime',
            'default(5, true)',
            'from_json',
            'regex_findall("[a-z]")',
          ),
        )
        .map(([a, filter]) => `(${a})|${filter}`),
      fc
        .tuple(tie('expression'), fc.constantFrom('.a', '[0]', '[-1]', '[1:]', '[::-1]', '.keys()', ".split(' ')", ".get('a')", '[none]'))
        .map(([a, path]) => `(${a})${path}`),
      fc.tuple(tie('expression'), tie('expression'), tie('expression')).map(([a, b, c]) => `((${a}) if (${b}) else (${c}))`),
    ),
  }));

  it('expressions of any values', () => {
    fc.assert(
      fc.property(expression, payload, (inner, text) => {
        outcome(`{{ ${inner} }}`, text);
        outcome(`{% for x in ${inner} %}{{ loop.index }}{{ x }}{% endfor %}`, text);
      }),
      { numRuns: 2_000 },
    );
  });

  it('reads JSON as the language does', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const written = render('{{ value_json|to_json }}', text);
        expect(JSON.parse(written)).toEqual(JSON.parse(text));
      }),
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        let json = true;
        try {
          JSON.parse(text);
        } catch {
          json = false;
        }
        expect(render('{{ value_json is defined }}', text)).toBe(json ? 'True' : 'False');
      }),
    );
  });
});
