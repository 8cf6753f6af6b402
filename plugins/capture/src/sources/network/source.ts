import { z } from '@lightkeeper/plugin-sdk';
import type { Clock, UdpService } from '@lightkeeper/plugin-sdk';
import type { SourceKind } from '../source.js';
import { Canvas } from './canvas.js';
import { readArtNet, readE131 } from './packets.js';
import { ddpReceiver, universeReceiver, universesOf } from './receivers.js';
import type { Receiver } from './receivers.js';
import { ARTNET_NUMBERS, E131_NUMBERS, Sequences } from './senders.js';

const USUAL_PORTS = { ddp: 4_048, e131: 5_568, artnet: 6_454 } as const;
const NAMES = { ddp: 'DDP', e131: 'E1.31', artnet: 'Art-Net' } as const;
/** So many universes of 170 pixels each. */
const MAX_PIXELS = 65_536;
const side = z.number().int().min(1).max(MAX_PIXELS);

const options = z
  .strictObject({
    protocol: z.enum(['ddp', 'e131', 'artnet']).meta({ title: 'Protocol', description: 'DDP, E1.31 (sACN) or Art-Net.' }),
    width: side.meta({ title: 'Columns', description: 'Pixels of a row.' }),
    height: side.default(1).meta({ title: 'Rows' }),
    port: z
      .number()
      .int()
      .min(1)
      .max(65_535)
      .optional()
      .meta({ title: 'Port', description: 'Usually 4048 for DDP, 5568 for E1.31, 6454 for Art-Net.' }),
    universe: z
      .number()
      .int()
      .min(0)
      .max(63_999)
      .default(1)
      .meta({ title: 'First universe', description: 'Of the first pixel; each universe has 170 of them. DDP has none.' }),
    network: z.boolean().default(false).meta({
      title: 'Let other devices in',
      description: 'Otherwise only programs on the hub’s own computer can send pictures. There is no password.',
    }),
  })
  .refine(({ width, height }) => width * height <= MAX_PIXELS, {
    path: ['height'],
    message: `must make at most ${MAX_PIXELS} pixels with the columns`,
  });
type Options = z.output<typeof options>;

/** Takes what programs such as xLights, LedFx or a lighting desk send to strips of lights. */
export function networkSource(udp: UdpService): SourceKind<typeof options> {
  return {
    kind: 'network',
    name: 'Pixels from the network',
    description: 'DDP, E1.31 and Art-Net, as xLights, LedFx and lighting desks send them to strips.',
    options,
    async open(given, sink, { clock, waits }) {
      const { protocol, width, height, port, network } = given;
      const receiver = receiverOf(given, new Canvas(width, height, sink), clock);
      const socket = await udp.open({
        port: port ?? USUAL_PORTS[protocol],
        share: false,
        ...(network ? { groups: groupsOf(given) } : { host: '127.0.0.1' }),
        message: (bytes, { address }) => {
          receiver.take(bytes, address);
        },
      });
      waits(`It waits for ${NAMES[protocol]} at port ${socket.port}.`);
      return {
        unproven: true,
        close: () => {
          socket.close();
        },
      };
    },
  };
}

function receiverOf({ protocol, universe }: Options, canvas: Canvas, clock: Clock): Receiver {
  switch (protocol) {
    case 'ddp':
      return ddpReceiver(canvas, clock);
    case 'e131':
      return universeReceiver(canvas, clock, { read: readE131, sequences: new Sequences(E131_NUMBERS), first: universe });
    case 'artnet':
      return universeReceiver(canvas, clock, { read: readArtNet, sequences: new Sequences(ARTNET_NUMBERS), first: universe });
  }
}

/** The groups of its universes: 239.255 and the universe's two bytes (ANSI E1.31-2018, 9.3.1). The system may let it join only some of them. */
function groupsOf({ protocol, universe, width, height }: Options): string[] {
  if (protocol !== 'e131') return [];
  return Array.from(
    { length: universesOf(width * height) },
    (_, index) => `239.255.${(universe + index) >> 8}.${(universe + index) & 255}`,
  );
}
