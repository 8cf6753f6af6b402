import { addressField, formatAddress, HTTP_PORT, HubError, macField, parseAddress, Turns, z } from '@lightkeeper/plugin-sdk';
import type { DeviceDriver, UdpService } from '@lightkeeper/plugin-sdk';
import { WledClient } from './client.js';
import { WledConnection } from './connection.js';
import { EffectNames, WledNames } from './names.js';
import { REALTIME } from './pictures.js';
import { shownSegment } from './view.js';

const config = z.strictObject({
  address: addressField('Host name or IP address, such as wled-desk.local or 192.168.1.40.'),
  mac: macField('When set, another light that turns up at the address is refused.'),
  segment: z
    .number()
    .int()
    .min(0, 'must be at least 0')
    .max(255, 'must be at most 255')
    .optional()
    .meta({
      title: 'Segment',
      description: 'When set, the device is this one segment of the strip alone. Add it once for each segment.',
      ui: { advanced: true },
    }),
  realtime: z
    .enum(REALTIME)
    .default('ddp')
    .meta({
      title: 'Pictures',
      description: 'How pictures are streamed to it: by DDP, by the UDP protocol of WLED itself, which suits short strips, or not at all.',
      ui: { advanced: true },
    }),
  realtime_port: z
    .number()
    .int()
    .min(1)
    .max(65_535)
    .optional()
    .meta({
      title: 'Port for pictures',
      description: 'Only where it is not the usual one: 4048 for DDP, 21324 for UDP.',
      ui: { advanced: true },
    }),
});

/** Devices at the same address take turns at it. */
const turns = new Turns();

/** WLED by its JSON API, followed live over its WebSocket. Found by `_wled._tcp`. */
export function createWledDriver(udp: UdpService): DeviceDriver<typeof config> {
  return {
    id: 'wled',
    name: 'WLED',
    description: 'Lights with the WLED firmware, over the local network.',
    config,
    discovery: {
      mdns: {
        type: 'wled',
        propose(service) {
          const host = service.addresses.find((address) => !address.includes(':')) ?? service.addresses[0];
          if (host === undefined || service.port < 1 || service.port > 65_535) return null;
          // WLED puts its MAC into the record in lower case and without colons (wled00/wled.cpp).
          const mac = service.txt.mac?.toLowerCase() ?? '';
          const known = /^[0-9a-f]{12}$/.test(mac);
          return {
            key: known ? mac : service.key,
            name: service.name,
            config: { address: formatAddress({ host, port: service.port }, HTTP_PORT), ...(known && { mac }) },
            address: host,
            port: service.port,
            details: { ...(known && { mac }), host: service.host },
          };
        },
      },
      recognises(proposal, { address, mac }, info) {
        const own = mac ?? info.mac;
        return own === undefined || proposal.config.mac === undefined ? address === proposal.config.address : own === proposal.config.mac;
      },
    },
    async connect({ address: typed, mac, segment, realtime, realtime_port }, reporter, tools) {
      const target = parseAddress(typed, HTTP_PORT);
      if (target === null) throw new HubError('LK_DEVICE_FAILED', 'Its address is not valid.');
      const address = formatAddress(target, HTTP_PORT);
      const client = new WledClient(address, tools, turns);
      const first = await client.snapshot();
      if (first.info.brand !== undefined && first.info.brand !== 'WLED') throw new HubError('LK_DEVICE_FAILED', 'It is not a WLED light.');
      const found = first.info.mac?.toLowerCase();
      if (mac !== undefined && found !== undefined && found !== mac) {
        throw new HubError('LK_DEVICE_FAILED', `Another light answers at ${address}: its MAC address is ${found.slice(0, 12)}.`);
      }
      const only = segment ?? null;
      if (only !== null && shownSegment({ state: first.state, only }) === null) {
        throw new HubError('LK_DEVICE_FAILED', `It has no segment ${only}.`);
      }
      const names = {
        effects: new EffectNames(await client.effects()),
        palettes: new WledNames((await client.palettes()).entries()),
        ...(await client.readPresets()),
      };
      const output = realtime === 'off' ? null : { udp, host: target.host, realtime, port: realtime_port ?? null };
      return new WledConnection(client, address, { ...first, names, only }, { reporter, tools, output });
    },
  };
}
