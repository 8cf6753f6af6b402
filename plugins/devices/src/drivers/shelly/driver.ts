import { addressField, formatAddress, HTTP_PORT, HubError, macField, parseAddress, Turns, z } from '@lightkeeper/plugin-sdk';
import type { DeviceDriver } from '@lightkeeper/plugin-sdk';
import { ShellyClient } from './client.js';
import { componentsOf, findComponent, readStatus } from './components.js';
import type { Component } from './components.js';
import { ShellyConnection } from './connection.js';
import { cctConfig, componentMap, KINDS } from './wire.js';

/** Devices at the same address take turns at it. */
const turns = new Turns();

/** What a CCT component shows whose config does not say ("CCT", section Configuration, ct_range). */
const KELVIN: readonly [number, number] = [2_700, 6_500];

const config = z.strictObject({
  address: addressField('Host name or IP address, such as shellyplus1-a8032abe54dc.local or 192.168.1.40.'),
  channel: z.number().int().min(0, 'must be at least 0').max(31, 'must be at most 31').optional().meta({
    title: 'Channel',
    description: 'When set, the device is this one of its channels alone; the first is 0. Else it is all of them, the first as its light.',
  }),
  component: z
    .enum(KINDS)
    .optional()
    .meta({ title: 'Kind of channel', description: 'Needed only where several kinds share a number, such as rgb:0 and cct:0.' }),
  password: z
    .string()
    .max(128, 'must be at most 128 characters')
    .optional()
    .meta({ title: 'Password', description: 'When it asks for one; the user is always admin.', ui: { secret: true } }),
  mac: macField('When set, another Shelly that turns up at the address is refused.'),
});

/** Shelly Plus, Pro, Gen3 and later by their RPC over HTTP, followed live over their WebSocket. Found by `_shelly._tcp`. */
export const shellyDriver: DeviceDriver<typeof config> = {
  id: 'shelly',
  name: 'Shelly',
  description: 'Switches, lights, covers, buttons and meters of Shelly Plus, Pro, Gen3 and later, over the local network.',
  config,
  discovery: {
    // Advertised by Gen2 and later alone, with `gen` in the TXT record ("mDNS").
    mdns: {
      type: 'shelly',
      propose({ addresses, port, name, host: hostname, txt }) {
        const host = addresses.find((address) => !address.includes(':')) ?? addresses[0];
        if (host === undefined || port < 1 || port > 65_535) return null;
        if (txt.gen !== undefined && !(Number(txt.gen) >= 2)) return null;
        // The instance's name is the id of the device, which ends in its MAC ("Shelly", Shelly.GetDeviceInfo, id).
        const mac = /-([0-9a-f]{12})$/i.exec(name)?.[1]?.toLowerCase();
        if (mac === undefined) return null;
        return {
          key: mac,
          name,
          config: { address: formatAddress({ host, port }, HTTP_PORT), mac },
          address: host,
          port,
          details: { mac, host: hostname, ...(txt.app !== undefined && { app: txt.app }), ...(txt.ver !== undefined && { ver: txt.ver }) },
        };
      },
    },
    recognises(proposal, { address, mac }, info) {
      const own = mac ?? info.mac;
      return own === undefined ? address === proposal.config.address : own === proposal.config.mac;
    },
  },
  async connect({ address: typed, channel, component: wanted, password = '', mac }, reporter, tools) {
    const target = parseAddress(typed, HTTP_PORT);
    if (target === null) throw new HubError('LK_DEVICE_FAILED', 'Its address is not valid.');
    const address = formatAddress(target, HTTP_PORT);
    const client = new ShellyClient(address, password, tools, turns);
    const about = await client.about();
    const found = about.mac.toLowerCase();
    if (mac !== undefined && found !== mac) {
      throw new HubError('LK_DEVICE_FAILED', `Another Shelly answers at ${address}: its MAC address is ${found}.`);
    }
    const all = await client.call('Shelly.GetStatus', {}, componentMap);
    const whole = channel === undefined && wanted === undefined;
    const number = whole ? undefined : (channel ?? 0);
    const main = findComponent(componentsOf(all), number, wanted);
    if (main === null) {
      const detail = `It has no ${wanted ?? 'switch, light, cover or input'}${number === undefined ? '' : ` with the number ${number}`}.`;
      throw new HubError('LK_DEVICE_FAILED', detail);
    }
    if (readStatus(main, all) === null) throw new HubError('LK_DEVICE_FAILED', 'It answers, but not as a Shelly does.');
    const kelvin = main.kind === 'cct' ? await kelvinOf(client, main) : KELVIN;
    return new ShellyConnection({ client, address, password, about, main, whole, kelvin }, all, { reporter, tools });
  },
};

async function kelvinOf(client: ShellyClient, { id }: Component): Promise<readonly [number, number]> {
  const { ct_range } = await client.call('CCT.GetConfig', { id }, cctConfig);
  return ct_range ?? KELVIN;
}
