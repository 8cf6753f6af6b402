import { describe, expect, it } from 'vitest';
import { netnsAvailable, runInNetns } from '../support/netns.js';

/** Runs the story on a network of its own and gives what was seen there. */
async function story(...args: string[]): Promise<Record<string, unknown>> {
  const { code, output } = await runInNetns(new URL('./story.ts', import.meta.url), args, { within_ms: 150_000 });
  expect(code, output).toBe(0);
  return JSON.parse(output.trim().split('\n').at(-1) ?? '') as Record<string, unknown>;
}

describe.skipIf(!netnsAvailable())('a WLED that announces itself (skipped where no network can be made)', { timeout: 180_000 }, () => {
  it('is found, confirmed, commanded, followed, lost with its plug and back with it, and gone with its goodbye', async () => {
    const seen = await story();
    expect(seen.found).toMatchObject({ driver: 'wled', name: 'Bookshelf', address: '127.0.0.1', status: 'new', device_id: null });
    // Discovery proposes: nothing was asked of it before a person said yes.
    expect(seen.before_confirm).toEqual([]);
    expect(seen).toMatchObject({
      confirm: 201,
      again: 409,
      online: { name: 'Book shelf', driver: 'wled', info: { mac: 'a0b1c2d3e4f5' } },
      command: { status: 200, body: { on: true, brightness: 99, color: { r: 10, g: 20, b: 200 } } },
      shown: {
        on: true,
        bri: 99,
        seg: [
          {
            col: [
              [10, 20, 200],
              [0, 0, 0],
              [0, 0, 0],
            ],
          },
        ],
      },
      touched: { on: true, brightness: 7, color: { r: 0, g: 255, b: 0 } },
      offline: { reason: expect.stringMatching(/\w/) as string, next_try_at: expect.any(String) as string },
      offline_command: { status: 503, body: { code: 'LK_DEVICE_OFFLINE' } },
      back: 'online',
      same_process: true,
    });
    const { after_ms } = seen.offline as { after_ms: number };
    expect(after_ms).toBeLessThan(10_000);
    expect(seen.statuses).toEqual(expect.arrayContaining(['online', 'offline']));
    expect((seen.gone as boolean[]).at(-1)).toBe(true);
    expect(seen.log).toEqual([
      'discovered by system',
      'connected by device:Book shelf',
      'commanded by token:test-owner',
      'disconnected by device:Book shelf',
      'command_failed by token:test-owner',
      'connected by device:Book shelf',
      'lost by system',
    ]);
  });

  it('is not listed when it claims to be this very machine, and is not asked anything', async () => {
    expect(await story('--refuse-loopback')).toEqual({ listed: [], requests: [] });
  });
});
