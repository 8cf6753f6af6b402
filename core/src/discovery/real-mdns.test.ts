import { execFile, execFileSync } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

// A network of its own, in which multicast goes over the loopback device: real sockets, and no neighbour hears or disturbs them.
const NETWORK = 'ip link set lo up multicast on && ip route add 224.0.0.0/4 dev lo && exec "$0" "$@"';

const permitted = (() => {
  try {
    execFileSync('unshare', ['-rn', 'sh', '-c', NETWORK, 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

// Announces with bonjour-service, browses with ours, and prints what it hears. Times are the real ones: a goodbye takes a second.
const SCRIPT = `
import bonjour from 'bonjour-service';
import { createDiscovery } from './discovery-service.ts';
import { systemClock } from '../time/clock.ts';

const quiet = () => undefined;
const log = { trace: quiet, debug: quiet, info: quiet, warn: console.error, error: console.error };
const discovery = createDiscovery({ clock: systemClock, log });
const announcer = new bonjour.Bonjour();
const say = (what, value) => console.log(JSON.stringify({ what, value }));
let lamp;
discovery.browse('wled', {
  found(service) {
    say('found', service);
    lamp.stop();
  },
  updated: (service) => say('updated', service),
  lost(key) {
    say('lost', key);
    announcer.destroy(() => discovery.stop().then(() => say('stopped', null)));
  },
});
lamp = announcer.publish({ name: 'Bookshelf', type: 'wled', port: 8080, host: 'bookshelf.local', txt: { mac: 'aabbcc' }, probe: false });
`;

/** Runs a script in a network of its own and gives what it heard. */
async function listen(script: string): Promise<{ what: string; value: unknown }[]> {
  const { stdout } = await promisify(execFile)(
    'unshare',
    ['-rn', 'sh', '-c', NETWORK, process.execPath, '--import', 'tsx', '--input-type=module', '--eval', script],
    { cwd: path.join(import.meta.dirname), timeout: 50_000 },
  );
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { what: string; value: unknown });
}

// Answers as a light whose router gives it another address, and then falls silent. The sockets are real, the clock is the script's.
const WANDERER = `
import multicast from 'multicast-dns';
import { createDiscovery } from './discovery-service.ts';
import { createManualClock } from '../time/manual-clock.ts';

const quiet = () => undefined;
const log = { trace: quiet, debug: quiet, info: quiet, warn: console.error, error: console.error };
const turn = () => new Promise((resolve) => setTimeout(resolve, 150));
const clock = createManualClock(Date.now(), turn);
const discovery = createDiscovery({ clock, log });
const say = (what, value) => console.log(JSON.stringify({ what, value }));
const speaker = multicast();
const answer = (address) => new Promise((resolve) => speaker.respond({
  answers: [
    { type: 'PTR', name: '_wled._tcp.local', ttl: 2, data: 'shelf._wled._tcp.local' },
    { type: 'SRV', name: 'shelf._wled._tcp.local', ttl: 2, data: { target: 'shelf.local', port: 80 } },
    { type: 'TXT', name: 'shelf._wled._tcp.local', ttl: 2, data: ['mac=aabbcc'] },
    { type: 'A', name: 'shelf.local', ttl: 2, data: address, flush: true },
  ],
}, resolve));
const heard = (what) => new Promise((resolve) => { waiting.set(what, resolve); });
const waiting = new Map();
const tell = (what, value) => { say(what, value); waiting.get(what)?.(); };
discovery.browse('wled', {
  found: (service) => tell('found', service.addresses),
  updated: (service) => tell('updated', service.addresses),
  lost: (key) => tell('lost', key),
});
await turn();
const found = heard('found');
await answer('192.168.1.40');
await found;
await clock.advance(5_000);
const updated = heard('updated');
await answer('192.168.1.77');
await updated;
for (let minute = 0; minute < 3; minute += 1) await clock.advance(60_000);
say('after three minutes', null);
await clock.advance(60_000);
await discovery.stop();
speaker.destroy(() => say('stopped', null));
`;

describe('real mDNS', () => {
  it.skipIf(!permitted)(
    'follows another address, and lets go of what has answered none of three polls (needs unshare -rn)',
    { timeout: 60_000 },
    async () => {
      const heard = await listen(WANDERER);
      expect(heard).toEqual([
        { what: 'found', value: ['192.168.1.40'] },
        { what: 'updated', value: ['192.168.1.77'] },
        { what: 'after three minutes', value: null },
        { what: 'lost', value: 'shelf._wled._tcp.local' },
        { what: 'stopped', value: null },
      ]);
    },
  );

  it.skipIf(!permitted)(
    'finds what bonjour-service announces, and hears its goodbye (needs unshare -rn)',
    { timeout: 30_000 },
    async () => {
      const heard = await listen(SCRIPT);
      expect(heard.map(({ what }) => what)).toEqual(['found', 'lost', 'stopped']);
      expect(heard[0]?.value).toEqual({
        key: 'bookshelf._wled._tcp.local',
        name: 'Bookshelf',
        host: 'bookshelf.local',
        port: 8080,
        // The announcer names no address of a loopback device, so it is the one that it answers from.
        addresses: ['127.0.0.1'],
        txt: { mac: 'aabbcc' },
      });
      expect(heard[1]?.value).toBe('bookshelf._wled._tcp.local');
    },
  );
});
