import { describe, expect, it } from 'vitest';
import { UnsupportedTemplate, compileTemplate } from './template.js';

/** What the page of an entity says about its template. */
function refused(template: string): string {
  try {
    compileTemplate(template);
  } catch (error) {
    if (error instanceof UnsupportedTemplate) return error.construct;
    throw error;
  }
  return 'nothing';
}

describe('a template with something unknown is refused when it is compiled, by name', () => {
  it.each([
    ["{{ value|device_attr('name') }}", 'the filter device_attr'],
    ["{{ 'x'|map('nonsense')|list }}", 'the filter nonsense'],
    ["{{ [1]|select('prime')|list }}", 'the test prime'],
    ["{{ [1]|selectattr('a', 'prime')|list }}", 'the test prime'],
    ["{{ states('sensor.x') }}", 'the function states()'],
    ['{{ states.sensor.x.state }}', 'the name states as a value'],
    ['{{ now }}', 'the name now as a value'],
    ['{{ value.format(1) }}', 'the method format()'],
    ['{{ value.__class__() }}', 'the method __class__()'],
    ['{{ value is prime }}', 'the test prime'],
    ['{{ value|round(ndigits=1) }}', 'the filter round with the argument ndigits'],
    ['{{ value|lower(1) }}', 'the filter lower with more arguments than it has'],
    ["{{ '%.1f' % value }}", 'formatting of text with %'],
    ['{% macro m() %}{% endmacro %}', 'the construct Macro'],
    ['{% filter upper %}x{% endfilter %}', 'the construct FilterStatement'],
    ['{% break %}', 'break outside a loop'],
    ["{% set value['x'] = 1 %}", 'an assignment to something that has no name'],
    ['{{ value(1)(2) }}', 'a call of something that has no name'],
    ['{{ min(*value) }}', 'the construct SpreadExpression'],
    ['{{ 1 + 2 ~ 3 }}', '~ behind + or - without brackets'],
    ['{{ 1 in [1] not in [2] }}', '"not in" in a chain of comparisons'],
    ['{% generation %}x{% endgeneration %}', 'the statement generation'],
    ["{{ 'a\\0' }}", 'the escape \\0 in a text'],
    ['{{ value is divisibleby value_json.x }}', 'the test divisibleby with a longer argument outside brackets'],
    ['{{ value.split(sep=",") }}', 'named arguments of the method split()'],
    ['{{ 99999999999999999999 }}', 'a very large integer'],
  ])('%s', (template, construct) => {
    expect(refused(template)).toBe(construct);
  });

  it.each([
    ['{{ value', 'the end is missing'],
    ['{{ }}', 'there is no expression'],
    ['{% if value %}', 'there is no endif'],
    ['{% unknown %}', 'the statement is unknown'],
    ['{% do value %}', 'the parser does not know it'],
    ['{{ (1,) }}', 'the parser does not know it'],
    ["{{ 'open }}", 'the text has no end'],
    ['{{ value | }}', 'there is no filter'],
  ])('%s: %s', (template) => {
    expect(refused(template)).toMatch(/^syntax that cannot be read/);
  });
});

it('says it in a sentence', () => {
  expect(() => compileTemplate('{{ value|device_attr }}')).toThrow(
    'This template uses the filter device_attr, which this hub does not support.',
  );
});
