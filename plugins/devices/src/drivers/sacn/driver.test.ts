import type { DriverTools, Logger, Timers, UdpService } from '@lightkeeper/plugin-sdk';
import { describe, expect, it } from 'vitest';
import { createSacnDriver } from './driver.js';

const log: Logger = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };
const timers: Timers = { after: () => () => {}, every: () => () => {} };
const clock = { now: () => 0, iso: () => '' };

describe('a fixture without an address', () => {
  it('is sent to the multicast group of its universe', async () => {
    const sent: string[] = [];
    const udp: UdpService = {
      target: () => Promise.reject(new Error('nothing is looked up')),
      group: (address, port) => ({ address, port }),
      open: () =>
        Promise.resolve({
          port: 0,
          send: (bytes, { address, port }) => {
            sent.push(`${bytes.length} bytes to ${address}:${port}`);
            return Promise.resolve();
          },
          close: () => {},
        }),
    };
    const driver = createSacnDriver({ udp, clock, timers, log, cid: () => new Uint8Array(16) });
    const tools: DriverTools = {
      clock,
      timers,
      log,
      http: {
        request: () => Promise.reject(new Error('no HTTP')),
        socket: () => {
          throw new Error('no HTTP');
        },
      },
      signal: new AbortController().signal,
      trust: 'typed',
    };
    const reporter = { state: () => {}, event: () => {}, describe: () => {}, lost: () => {} };
    const config = driver.config.parse({ universe: 513 });
    expect(config).toEqual({ address: null, universe: 513, start: 1, layout: 'rgb', count: 1, priority: 100 });
    const light = await driver.connect(config, reporter, tools);
    expect(light.description.info).toMatchObject({ sent_to: '239.255.2.1' });
    await light.close();
    expect(sent).toEqual(Array.from({ length: 4 }, () => '638 bytes to 239.255.2.1:5568'));
  });
});
