import type { MakeAlgorithm, MakeFilter, PicturePixels } from '@lightkeeper/plugin-sdk';
import { createTestHub } from '@lightkeeper/plugin-sdk-testing';
import { describe, expect, it } from 'vitest';

async function moduleOf<T>(name: string): Promise<T> {
  return ((await import(new URL(name, import.meta.url).href)) as { default: T }).default;
}

describe('the filter', () => {
  it.each([
    [0, [1, 0, 0, 0, 0, 1]],
    [0.5, [0.75, 0, 0.25, 0.25, 0, 0.75]],
    [1, [0.5, 0, 0.5, 0.5, 0, 0.5]],
  ])('blends a light with those beside it by a share of %f', async (share, wanted) => {
    const blend = await moduleOf<MakeFilter<{ share: number }>>('./blend.js');
    const lights = Float32Array.from([1, 0, 0, 0, 0, 1]);
    const places = [
      { x: 0, y: 0.5 },
      { x: 1, y: 0.5 },
    ];
    blend({ share }, places)(0, lights);
    expect([...lights]).toEqual(wanted);
  });
});

describe('the algorithm', () => {
  it('finds the brightest pixel of each zone, wherever the colours stand', async () => {
    const brightest = await moduleOf<MakeAlgorithm>('./brightest.js');
    // Two rows of bgrx with a byte between them: grey, blue; green, black.
    const data = Uint8Array.from([9, 9, 9, 0, 255, 0, 0, 0, 77, 0, 255, 0, 0, 0, 0, 0, 0]);
    const linear = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);
    const picture: PicturePixels = { data, width: 2, height: 2, stride: 9, step: 4, red: 2, green: 1, blue: 0, linear };
    const lights = new Float32Array(6);
    brightest([
      { left: 0, top: 0, right: 2, bottom: 2 },
      { left: 1, top: 0, right: 2, bottom: 1 },
    ])(picture, lights);
    expect([...lights]).toEqual([0, 1, 0, 0, 0, 1]);
  });
});

describe('the plugin', () => {
  it('offers both with their settings, for as long as it runs', async () => {
    const hub = await createTestHub({ plugins: [import.meta.dirname] });
    const listed = async (path: string): Promise<unknown[]> => ((await hub.request('GET', path)).body as { items: unknown[] }).items;
    expect(await listed('/capture-filters')).toMatchObject([
      { kind: 'blend', name: 'Blend neighbours', options_schema: { properties: { share: { title: 'Share', maximum: 1 } } } },
    ]);
    expect(await listed('/capture-algorithms')).toContainEqual(expect.objectContaining({ id: 'brightest', name: 'Brightest pixel' }));
    await hub.stop();
  });
});
