import { addressField, formatAddress, HubError, parseAddress, z } from '@lightkeeper/plugin-sdk';
import type { DeviceDriver, DriverTools, UdpTarget } from '@lightkeeper/plugin-sdk';
import { checkFits, fixtureFields } from '../dmx/fixture.js';
import { DmxLight } from '../dmx/light.js';
import { Place } from '../dmx/place.js';
import { Universes } from '../dmx/universes.js';
import { WishMemory } from '../dmx/wish-memory.js';
import { ArtNetNodes } from './nodes.js';
import type { NodesDeps } from './nodes.js';
import { openArtNetOutput } from './output.js';
import { ARTNET_PORT } from './packet.js';
import type { ArtNetNode } from './packet.js';

/** Longer than the 3 s that a node may take, shorter than the hub's own limit for a connect. */
const FIRST_ANSWER_MS = 4_500;

const PICTURES = new URL('./pictures.js', import.meta.url).href;

const LAST_UNIVERSE = 32_767;

const config = z
  .strictObject({
    address: addressField('Host name or IP address of the Art-Net node.', ARTNET_PORT),
    universe: z.number().int().min(0).max(LAST_UNIVERSE).default(0).meta({
      title: 'Universe',
      description: 'The port-address, 0 to 32767: net × 256 + sub-net × 16 + universe.',
    }),
    ...fixtureFields,
    poll: z
      .boolean()
      .default(true)
      .meta({
        title: 'Ask whether it is there',
        description: 'Off for a node that does not answer polls: it then counts as online as long as the hub can send.',
        ui: { widget: 'switch' },
      }),
  })
  .superRefine((fixture, issues) => {
    checkFits(fixture, issues, LAST_UNIVERSE);
  });

/**
 * Fixtures behind an Art-Net node, by unicast (Art-Net 4 Protocol Release). A node that is polled counts as online while it answers.
 * When the last fixture of a universe goes, the hub stops sending, and the node holds what it last got.
 */
export function createArtNetDriver(deps: NodesDeps): DeviceDriver<typeof config> {
  const { udp } = deps;
  const universes = new Universes(deps);
  const nodes = new ArtNetNodes(deps);
  const memory = new WishMemory();
  return {
    id: 'artnet',
    name: 'Art-Net',
    description: 'DMX fixtures behind an Art-Net node, over the local network.',
    config,
    async connect({ address, universe, start, layout, count, poll }, reporter, tools) {
      const host = parseAddress(address, ARTNET_PORT);
      if (host === null) throw new HubError('LK_DEVICE_FAILED', 'Its address is not valid.');
      const target = await udp.target(host.host, host.port, { trust: tools.trust });
      const lost = (reason: string): void => {
        reporter.lost(reason);
      };
      const { node, leave } = poll ? await findNode(nodes, target, { lost, tools }) : { node: null, leave: () => {} };
      let light: DmxLight | null = null;
      try {
        const node_key = `${target.address}:${target.port}`;
        const fixture = { start, layout, count };
        const place = await Place.take(fixture, (offset) => {
          const number = universe + offset;
          return universes.join(`${node_key}/${number}`, () => openArtNetOutput(udp, { target, universe: number }), { priority: 0, lost });
        });
        light = new DmxLight({
          fixture,
          place,
          pictures: PICTURES,
          key: `${node_key}/${universe}/${start}/${layout}/${count}`,
          memory,
          info: {
            product: node === null || node.description === '' ? 'Art-Net fixture' : node.description,
            ...(node !== null && { announced_name: node.name, firmware: node.firmware }),
            universe,
            sent_to: formatAddress(host, ARTNET_PORT),
          },
          reporter,
          tools,
          onClose: leave,
        });
        await place.sent();
        return light;
      } catch (error) {
        if (light === null) leave();
        else light.close();
        throw error;
      }
    },
  };
}

/** Resolves with the node's first answer; from then on `lost` tells when it falls silent. */
function findNode(
  nodes: ArtNetNodes,
  target: UdpTarget,
  { lost, tools }: { lost: (reason: string) => void; tools: DriverTools },
): Promise<{ node: ArtNetNode; leave: () => void }> {
  return new Promise((resolve, reject) => {
    let answered = false;
    const giveUp = (reason: string): void => {
      rest();
      leave();
      reject(new HubError('LK_DEVICE_FAILED', reason));
    };
    const abort = (): void => {
      giveUp('The connection ended.');
    };
    const answer = (node: ArtNetNode): void => {
      answered = true;
      rest();
      resolve({ node, leave });
    };
    const stop = tools.timers.after(FIRST_ANSWER_MS, 'wait for an Art-Net node', () => {
      giveUp(`No Art-Net node answers at ${target.address}.`);
    });
    const rest = (): void => {
      void stop();
      tools.signal.removeEventListener('abort', abort);
    };
    tools.signal.addEventListener('abort', abort, { once: true });
    const { known, leave } = nodes.watch(target, {
      heard: answer,
      lost: (reason) => {
        if (answered) lost(reason);
        else giveUp(reason);
      },
    });
    if (known !== null) answer(known);
  });
}
