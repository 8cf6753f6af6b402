import { randomBytes } from 'node:crypto';
import { SECRET_MASK } from '@lightkeeper/plugin-sdk';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { SecretBox, dropInherited, dropMasks, mapSecrets, restoreMasks, sealedPaths, secretPaths } from './secrets.js';

const schema = z.object({
  url: z.string(),
  password: z
    .string()
    .nullable()
    .default(null)
    .meta({ ui: { secret: true } }),
  inner: z
    .object({
      key: z
        .string()
        .default('')
        .meta({ ui: { secret: true } }),
    })
    .prefault({}),
});

describe('secrets', () => {
  it('are found where the schema marks them', () => {
    expect(secretPaths(schema)).toEqual([['password'], ['inner', 'key']]);
  });

  it('come back from the box, differ each time, and do not open when touched', () => {
    const box = new SecretBox(randomBytes(32));
    const sealed = box.seal('hunter2');
    expect(sealed).not.toContain('hunter2');
    expect(box.open(sealed)).toBe('hunter2');
    expect(box.seal('hunter2')).not.toBe(sealed);
    const touched = `${sealed.slice(0, -6)}${sealed.endsWith('AAAAA=') ? 'BBBBB=' : 'AAAAA='}`;
    expect(() => box.open(touched)).toThrow();
  });

  it('are changed in a copy, and left out of a patch that sends the mask back', () => {
    const data = { url: 'x', password: 'a', inner: { key: '' } };
    expect(mapSecrets(data, secretPaths(schema), () => SECRET_MASK)).toEqual({ url: 'x', password: SECRET_MASK, inner: { key: '' } });
    expect(data.password).toBe('a');
    expect(dropMasks({ password: SECRET_MASK, inner: { key: 'new' } }, secretPaths(schema))).toEqual({ inner: { key: 'new' } });
  });

  it('are kept where a whole record sends the mask back', () => {
    const stored = { url: 'x', password: 'a', inner: { key: 'b' } };
    const input = { url: 'y', password: SECRET_MASK, inner: { key: 'new' } };
    expect(restoreMasks(input, stored, secretPaths(schema))).toEqual({ url: 'y', password: 'a', inner: { key: 'new' } });
  });

  it('are found where they are still sealed', () => {
    const box = new SecretBox(randomBytes(32));
    const data = { url: 'x', config: { key: box.seal('a'), inner: { token: box.seal('b') } }, list: [1, 'enc'] };
    expect(sealedPaths(data, (value) => box.isSealed(value))).toEqual([
      ['config', 'key'],
      ['config', 'inner', 'token'],
    ]);
  });

  it('are left behind where nothing hides them any more, unless given anew', () => {
    const before = { kind: 'a', config: { key: 'old', place: 'hall' } };
    const paths = [
      ['config', 'key'],
      ['gone', 'token'],
    ];
    expect(dropInherited({ kind: 'b', config: { key: 'old', place: 'hall' } }, before, paths)).toEqual({
      kind: 'b',
      config: { place: 'hall' },
    });
    expect(dropInherited({ kind: 'b', config: { key: 'new' } }, before, paths)).toEqual({ kind: 'b', config: { key: 'new' } });
    expect(before.config.key).toBe('old');
  });
});
