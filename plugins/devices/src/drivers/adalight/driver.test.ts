import { HubError } from '@lightkeeper/plugin-sdk';
import type { DeviceReporter, DriverTools, Logger } from '@lightkeeper/plugin-sdk';
import { describe, expect, it } from 'vitest';
import { createAdalightDriver } from './driver.js';
import type { LoadSerial } from './serial-line.js';

const silent: Logger = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };
const refuse = (): never => {
  throw new Error('not used in this test');
};
const reporter: DeviceReporter = { state() {}, event() {}, describe() {}, lost: refuse };
const tools: DriverTools = {
  log: silent,
  http: { request: refuse, socket: refuse },
  clock: { now: () => 0, iso: () => '' },
  timers: { after: refuse, every: refuse },
  signal: new AbortController().signal,
  trust: 'typed',
};

async function whyNot(load: LoadSerial): Promise<string> {
  const driver = createAdalightDriver(load);
  const config = driver.config.parse({ port: '/dev/ttyLIGHTKEEPER0', leds: 3 });
  const error = await driver.connect(config, reporter, tools).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(HubError);
  return (error as HubError).message;
}

describe('the Adalight driver', () => {
  it('says so where there is no library for serial ports', async () => {
    expect(await whyNot(() => Promise.reject(new Error("Cannot find package 'serialport'")))).toBe(
      'Serial ports cannot be used here: the package "serialport" is not installed, or not for this kind of machine.',
    );
  });

  it('says so where there is no such port', async () => {
    expect(await whyNot(() => import('serialport'))).toBe(
      'There is nothing at /dev/ttyLIGHTKEEPER0: it is not plugged in, or has another name.',
    );
  });
});
