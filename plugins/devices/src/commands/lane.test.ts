import { AsyncLocalStorage } from 'node:async_hooks';
import { HubError } from '@lightkeeper/plugin-sdk';
import type { DeviceCommand } from '@lightkeeper/plugin-sdk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CommandLane } from './lane.js';

/** A device that takes each command when the test lets it. */
class SlowDevice {
  readonly sent: { command: DeviceCommand; folded: number; done: (error?: Error) => void }[] = [];
  running = 0;
  most_running = 0;

  readonly run = (command: DeviceCommand, folded: number): Promise<DeviceCommand> => {
    this.running += 1;
    this.most_running = Math.max(this.most_running, this.running);
    return new Promise((resolve, reject) => {
      this.sent.push({
        command,
        folded,
        done: (error) => {
          this.running -= 1;
          if (error === undefined) resolve(command);
          else reject(error);
        },
      });
    });
  };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the lane of a device', () => {
  it('sends one command at a time, in order', async () => {
    const [lane, device] = [new CommandLane<DeviceCommand>(), new SlowDevice()];
    const first = lane.submit({ command: { on: true }, actor: 'a', run: device.run });
    const second = lane.submit({ command: { on: false }, actor: 'a', run: device.run });
    expect(device.sent).toHaveLength(1);
    device.sent[0]?.done();
    await expect(first).resolves.toEqual({ on: true });
    await turn();
    device.sent[1]?.done();
    await expect(second).resolves.toEqual({ on: false });
    expect(lane.idle).toBe(true);
  });

  it('lets a newer wish of a drag take the place of the waiting one, and answers both by it', async () => {
    const [lane, device] = [new CommandLane<DeviceCommand>(), new SlowDevice()];
    const drag = [10, 20, 30, 40].map((brightness) => lane.submit({ command: { brightness }, actor: 'a', run: device.run }));
    device.sent[0]?.done();
    await turn();
    expect(device.sent.map(({ command, folded }) => [command, folded])).toEqual([
      [{ brightness: 10 }, 1],
      [{ brightness: 40 }, 3],
    ]);
    device.sent[1]?.done();
    await expect(Promise.all(drag)).resolves.toEqual([{ brightness: 10 }, { brightness: 40 }, { brightness: 40 }, { brightness: 40 }]);
  });

  it('lets the newest value of one feature stand for the earlier ones, but sends every press and every choice', async () => {
    const sentOf = async (...sets: NonNullable<DeviceCommand['set']>[]): Promise<unknown[]> => {
      const [lane, device] = [new CommandLane<DeviceCommand>(), new SlowDevice()];
      const all = [{ on: true }, ...sets.map((set) => ({ set }))].map((command) => lane.submit({ command, actor: 'a', run: device.run }));
      // The list grows while it is walked: what is done lets the next one be sent.
      for (const { done } of device.sent) {
        done();
        await turn();
      }
      await Promise.all(all);
      return device.sent.slice(1).map(({ command: { set } }) => set);
    };
    expect(await sentOf({ target: 20 }, { target: 20.5 }, { target: 21 })).toEqual([{ target: 21 }]);
    expect(await sentOf({ blind: 10 }, { blind: 30 })).toEqual([{ blind: 30 }]);
    expect(await sentOf({ restart: true }, { restart: true })).toHaveLength(2);
    expect(await sentOf({ blind: 'open' }, { blind: 'stop' })).toEqual([{ blind: 'open' }, { blind: 'stop' }]);
    expect(await sentOf({ blind: 30 }, { blind: 'stop' })).toHaveLength(2);
    expect(await sentOf({ target: 20 }, { speed: 3 })).toHaveLength(2);
    expect(await sentOf({ target: 20, speed: 3 }, { target: 21 })).toHaveLength(2);
    expect(await sentOf({ target: 20, restart: true }, { target: 21, restart: true })).toHaveLength(2);
  });

  it('never lets one actor take the place of another, nor "off" of "on", nor a part of the whole', async () => {
    const [lane, device] = [new CommandLane<DeviceCommand>(), new SlowDevice()];
    const submit = (actor: string, command: DeviceCommand): Promise<DeviceCommand> => lane.submit({ command, actor, run: device.run });
    const all = [
      submit('a', { on: true }),
      submit('a', { brightness: 1 }),
      submit('b', { brightness: 2 }),
      submit('b', { on: false }),
      submit('b', { on: true }),
      submit('b', { on: true, brightness: 9 }),
      submit('b', { brightness: 9 }),
    ];
    for (let index = 0; index < all.length; index += 1) {
      device.sent[index]?.done();
      await turn();
    }
    await Promise.all(all);
    expect(device.sent).toHaveLength(all.length);
  });

  it('goes on after a failure', async () => {
    const [lane, device] = [new CommandLane<DeviceCommand>(), new SlowDevice()];
    const first = lane.submit({ command: { on: true }, actor: 'a', run: device.run });
    const second = lane.submit({ command: { on: false }, actor: 'a', run: device.run });
    device.sent[0]?.done(new Error('no'));
    await expect(first).rejects.toThrow('no');
    await turn();
    device.sent[1]?.done();
    await expect(second).resolves.toEqual({ on: false });
  });

  it('bounds what waits', async () => {
    const [lane, device] = [new CommandLane<DeviceCommand>(), new SlowDevice()];
    const waiting = Array.from({ length: 17 }, (_, index) =>
      lane.submit({ command: { on: index % 2 === 0 }, actor: 'a', run: device.run }),
    );
    await expect(lane.submit({ command: { on: true }, actor: 'a', run: device.run })).rejects.toMatchObject({ code: 'LK_RATE_LIMITED' });
    const refused = waiting.slice(1).map((one) => expect(one).rejects.toMatchObject({ code: 'LK_STOPPING' }));
    lane.close(new HubError('LK_STOPPING', 'over'));
    await Promise.all(refused);
    device.sent[0]?.done();
    await expect(waiting[0]).resolves.toEqual({ on: true });
    await expect(lane.submit({ command: { on: true }, actor: 'a', run: device.run })).rejects.toMatchObject({ code: 'LK_STOPPING' });
  });

  it('forgets a waiting wish whose caller went away, and only then', async () => {
    const [lane, device] = [new CommandLane<DeviceCommand>(), new SlowDevice()];
    const gone = new AbortController();
    const first = lane.submit({ command: { on: true }, actor: 'a', run: device.run, signal: gone.signal });
    const second = lane.submit({ command: { on: false }, actor: 'a', run: device.run, signal: gone.signal });
    gone.abort();
    await expect(second).rejects.toMatchObject({ code: 'LK_DEVICE_FAILED' });
    device.sent[0]?.done();
    await expect(first).resolves.toEqual({ on: true });
    expect(device.sent).toHaveLength(1);
  });

  it('works in the context of whoever asked', async () => {
    const [lane, device, storage] = [new CommandLane<DeviceCommand>(), new SlowDevice(), new AsyncLocalStorage<string>()];
    const seen: (string | undefined)[] = [];
    const submit = (who: string, command: DeviceCommand): Promise<DeviceCommand> =>
      storage.run(who, () =>
        lane.submit({
          command,
          actor: who,
          run: (newest, folded) => {
            seen.push(storage.getStore());
            return device.run(newest, folded);
          },
        }),
      );
    const both = [submit('anna', { on: true }), submit('ben', { on: false })];
    device.sent[0]?.done();
    await turn();
    device.sent[1]?.done();
    await Promise.all(both);
    expect(seen).toEqual(['anna', 'ben']);
  });

  it('answers everybody, ends with the last wish, and never sends two at once', async () => {
    const commands = fc.array(
      fc.record({ actor: fc.constantFrom('a', 'b'), brightness: fc.integer({ min: 1, max: 255 }), wait: fc.boolean() }),
      {
        minLength: 1,
        maxLength: 14,
      },
    );
    await fc.assert(
      fc.asyncProperty(commands, async (wishes) => {
        const [lane, device] = [new CommandLane<DeviceCommand>(), new SlowDevice()];
        const answers: Promise<DeviceCommand>[] = [];
        for (const { actor, brightness, wait } of wishes) {
          answers.push(lane.submit({ command: { brightness }, actor, run: device.run }));
          if (wait) {
            device.sent.at(-1)?.done();
            await turn();
          }
        }
        while (!lane.idle) {
          device.sent.at(-1)?.done();
          await turn();
        }
        const results = await Promise.all(answers);
        expect(results).toHaveLength(wishes.length);
        expect(device.sent.at(-1)?.command).toEqual({ brightness: wishes.at(-1)?.brightness });
        expect(device.sent.reduce((sum, { folded }) => sum + folded, 0)).toBe(wishes.length);
        expect(device.most_running).toBe(1);
      }),
    );
  });
});
