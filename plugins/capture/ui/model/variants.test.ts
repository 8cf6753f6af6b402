import { describe, expect, it } from 'vitest';
import { variantsOf } from './variants.js';

const form = (input: string, more: object = {}): object => ({
  type: 'object',
  title: `From ${input}`,
  properties: { input: { type: 'string', const: input, title: 'Read' }, ...more },
  required: ['input', ...Object.keys(more)],
});

describe('settings of several forms', () => {
  it('are told apart by the setting that is constant in each', () => {
    const path = { path: { type: 'string' } };
    expect(variantsOf({ oneOf: [form('x11'), form('file', path)] })).toEqual({
      key: 'input',
      title: 'Read',
      choices: [
        { value: 'x11', label: 'From x11', schema: { type: 'object', title: 'From x11', properties: {}, required: [] } },
        { value: 'file', label: 'From file', schema: { type: 'object', title: 'From file', properties: path, required: ['path'] } },
      ],
    });
  });

  it('are not those of a single form, or without such a setting', () => {
    expect(variantsOf({ type: 'object', properties: {} })).toBeNull();
    expect(variantsOf({ oneOf: [{ type: 'object', properties: { a: { type: 'string' } } }] })).toBeNull();
    expect(variantsOf({ oneOf: [form('x11'), { type: 'null' }] })).toBeNull();
  });
});
