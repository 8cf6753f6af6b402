import { createSocket, type Socket } from 'node:dgram';
import { isIPv4 } from 'node:net';
import { HubError, type Logger, type UdpService, type UdpSocket, type UdpTarget } from '@lightkeeper/plugin-sdk';
import type { AddressPolicy } from './address-policy.js';
import { allowedAddresses, systemResolve, type Resolve } from './checked-lookup.js';
import { reasonOf, toHubError } from './failure.js';

export interface UdpOptions {
  policy: AddressPolicy;
  log: Logger;
  resolve?: Resolve;
}

/** One plugin's datagrams, and the end of all its sockets. */
export interface PluginUdp extends UdpService {
  close(): void;
}

export function createUdp({ policy, log, resolve = systemResolve }: UdpOptions): PluginUdp {
  const open = new Set<UdpSocket>();
  // A target that is not from here was never checked.
  const checked = new WeakSet<UdpTarget>();
  const check = (address: string, port: number): UdpTarget => {
    if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new HubError('LK_ADDRESS_REFUSED', 'The port must be 1 to 65535.');
    const target = Object.freeze({ address, port });
    checked.add(target);
    return target;
  };

  return {
    async target(host, port, { trust }) {
      try {
        const found = isIPv4(host) ? [{ address: host, family: 4 }] : await resolve(host);
        const usable = allowedAddresses(policy, trust, host, found).find(({ family }) => family === 4);
        if (usable === undefined) throw new HubError('LK_ADDRESS_REFUSED', `${host} has no IPv4 address.`);
        return check(usable.address, port);
      } catch (error) {
        throw toHubError(error, host);
      }
    },
    group(address, port) {
      checkGroup(address);
      return check(address, port);
    },
    async open({ port, share = port !== undefined, host, groups = [], message } = {}) {
      for (const group of groups) checkGroup(group);
      const socket = createSocket({
        type: 'udp4',
        reuseAddr: share,
        // Targets hold addresses: there is nothing to look up, and what is sent leaves in the order of the calls.
        lookup: (address, _options, callback) => {
          callback(null, address, 4);
        },
      });
      await bind(socket, port, host);
      join(socket, groups, log);
      const door: UdpSocket = {
        port: socket.address().port,
        send: (bytes, target) => (checked.has(target) ? send(socket, bytes, target) : Promise.reject(unchecked())),
        close() {
          if (open.delete(door)) socket.close();
        },
      };
      open.add(door);
      socket.on('error', (error) => {
        log.warn('A UDP socket failed', { reason: reasonOf(error) });
        door.close();
      });
      socket.on('message', (bytes, { address, port: from }) => {
        try {
          message?.(bytes, { address, port: from });
        } catch (error) {
          log.error('A handler of datagrams failed', { address, error });
        }
      });
      return door;
    },
    close() {
      for (const socket of [...open]) socket.close();
    },
  };
}

function unchecked(): HubError {
  return new HubError('LK_ADDRESS_REFUSED', 'The target of a datagram was not made by hub.udp.');
}

function checkGroup(address: string): void {
  if (isIPv4(address) && address.startsWith('239.')) return;
  throw new HubError('LK_ADDRESS_REFUSED', `${address} is not a multicast group within 239.0.0.0/8.`);
}

/** What is sent to one address is heard without the groups too, so that one that cannot be joined is no reason to fail. */
function join(socket: Socket, groups: readonly string[], log: Logger): void {
  const failed = groups.filter((group) => {
    try {
      socket.addMembership(group);
      return false;
    } catch {
      return true;
    }
  });
  if (failed.length > 0) log.warn('Multicast groups could not be joined', { groups: failed.slice(0, 8), count: failed.length });
}

function bind(socket: Socket, port = 0, host?: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', (error) => {
      socket.close();
      reject(new HubError('LK_UPSTREAM', `UDP port ${port} cannot be opened: ${reasonOf(error)}.`, { cause: error }));
    });
    socket.bind({ port, ...(host !== undefined && { address: host }) }, () => {
      socket.removeAllListeners('error');
      resolve();
    });
  });
}

function send(socket: Socket, bytes: Uint8Array, { address, port }: UdpTarget): Promise<void> {
  return new Promise((resolve, reject) => {
    try {
      socket.send(bytes, port, address, (error) => {
        if (error === null) resolve();
        else reject(toHubError(error, address));
      });
    } catch (error) {
      // Thrown at once by a socket that is closed.
      reject(toHubError(error, address));
    }
  });
}
