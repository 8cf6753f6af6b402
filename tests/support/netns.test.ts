import { describe, expect, it } from 'vitest';
import { netnsAvailable, runInNetns } from './netns.js';

describe.skipIf(!netnsAvailable())('a network of its own (skipped where none can be made)', () => {
  it('carries multicast on loopback and nothing else', async () => {
    const { code, output } = await runInNetns(new URL('./fixtures/announce-and-browse.ts', import.meta.url));
    expect(code, output).toBe(0);
    expect(JSON.parse(output)).toEqual({ name: 'lamp', port: 1234, interfaces: ['lo'] });
  });
});
