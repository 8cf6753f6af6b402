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

describe('real mDNS', () => {
  it.skipIf(!permitted)(
    'finds what bonjour-service announces, and hears its goodbye (needs unshare -rn)',
    { timeout: 30_000 },
    async () => {
      const { stdout } = await promisify(execFile)(
        'unshare',
        ['-rn', 'sh', '-c', NETWORK, process.execPath, '--import', 'tsx', '--input-type=module', '--eval', SCRIPT],
        { cwd: path.join(import.meta.dirname), timeout: 25_000 },
      );
      const heard = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { what: string; value: unknown });
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
