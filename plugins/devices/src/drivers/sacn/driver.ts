import { addressField, formatAddress, HubError, parseAddress, z } from '@lightkeeper/plugin-sdk';
import type { DeviceDriver, UdpService } from '@lightkeeper/plugin-sdk';
import { checkFits, fixtureFields } from '../dmx/fixture.js';
import { DmxLight } from '../dmx/light.js';
import { Place } from '../dmx/place.js';
import { Universes } from '../dmx/universes.js';
import type { UniverseDeps } from '../dmx/universe.js';
import { WishMemory } from '../dmx/wish-memory.js';
import { openSacnOutput } from './output.js';
import { sacnGroup } from './packet.js';

/** ACN_SDT_MULTICAST_PORT (ANSI E1.31-2018, appendix A). */
const PORT = 5568;

const PICTURES = new URL('./pictures.js', import.meta.url).href;

const LAST_UNIVERSE = 63_999;

const config = z
  .strictObject({
    address: addressField('Host name or IP address of the receiver. Left empty, the universe goes to its multicast group.', PORT)
      .nullable()
      .default(null),
    universe: z.number().int().min(1).max(LAST_UNIVERSE).default(1).meta({ title: 'Universe', description: '1 to 63999.' }),
    ...fixtureFields,
    priority: z.number().int().min(0).max(200).default(100).meta({
      title: 'Priority',
      description: 'Among several senders the highest one counts, 0 to 200. Fixtures on one universe share the highest of theirs.',
    }),
  })
  .superRefine((fixture, issues) => {
    checkFits(fixture, issues, LAST_UNIVERSE);
  });

export interface SacnDeps extends UniverseDeps {
  udp: UdpService;
  /** The 16 bytes of the UUID by which receivers know this hub, the same after each start (ANSI E1.31-2018, 5.6). */
  cid: () => Uint8Array;
}

/**
 * Fixtures over streaming ACN (ANSI E1.31-2018), by multicast or to one receiver. Nothing comes back, so a fixture counts as online as
 * long as the hub can send to it. When the last fixture of a universe goes, the stream is ended outright (6.2.6), and the receiver does
 * what it is set to do without a source.
 */
export function createSacnDriver({ udp, cid, ...deps }: SacnDeps): DeviceDriver<typeof config> {
  const universes = new Universes(deps);
  const memory = new WishMemory();
  return {
    id: 'sacn',
    name: 'sACN (E1.31)',
    description: 'DMX fixtures behind an sACN receiver, over the local network.',
    config,
    async connect({ address, universe, priority, start, layout, count }, reporter, tools) {
      const host = address === null ? null : parseAddress(address, PORT);
      if (address !== null && host === null) throw new HubError('LK_DEVICE_FAILED', 'Its address is not valid.');
      const unicast = host === null ? null : await udp.target(host.host, host.port, { trust: tools.trust });
      const lost = (reason: string): void => {
        reporter.lost(reason);
      };
      const keyOf = (number: number): string => `${unicast === null ? 'multicast' : `${unicast.address}:${unicast.port}`}/${number}`;
      const fixture = { start, layout, count };
      const place = await Place.take(fixture, (offset) => {
        const number = universe + offset;
        const target = unicast ?? udp.group(sacnGroup(number), PORT);
        return universes.join(keyOf(number), () => openSacnOutput(udp, { target, universe: number, cid: cid() }), { priority, lost });
      });
      const light = new DmxLight({
        fixture,
        place,
        pictures: PICTURES,
        key: `${keyOf(universe)}/${start}/${layout}/${count}`,
        memory,
        info: { product: 'sACN fixture', universe, sent_to: formatAddress(host ?? { host: sacnGroup(universe), port: PORT }, PORT) },
        reporter,
        tools,
      });
      try {
        await place.sent();
      } catch (error) {
        light.close();
        throw error;
      }
      return light;
    },
  };
}
