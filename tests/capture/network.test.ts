import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import { LightRoom } from './light-room.js';
import { artDmx, artSync, ddp, e131, e131Sync } from './pixel-packets.js';

/* What programs send to strips of lights, over real sockets to a real light. */

const RED = [255, 0, 0] as const;
const GREEN = [0, 255, 0] as const;
const BLUE = [0, 0, 255] as const;
const BLACK = [0, 0, 0] as const;
const WHITE = [255, 255, 255] as const;

let room: LightRoom;
let sender: Socket;
let id = '';

beforeAll(async () => {
  room = await LightRoom.open(3);
  sender = createSocket('udp4');
});

afterEach(async () => {
  await room.owner.api('DELETE', `/captures/${id}`);
});

afterAll(async () => {
  sender.close();
  await room.close();
});

/** A UDP port that was free a moment ago. */
async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  return port;
}

/** Sends packets again and again until the lights show these colours: a datagram may be lost, and a picture stands only while it is sent. */
async function shows(port: number, what: string, packets: () => Buffer[], ...colors: (readonly number[])[]): Promise<void> {
  const wanted = JSON.stringify(colors.flat());
  await eventually(
    what,
    () => {
      for (const packet of packets()) sender.send(packet, port, '127.0.0.1');
      return JSON.stringify(room.realtime.last) === wanted;
    },
    { describe: () => `wanted ${wanted}, shown ${JSON.stringify(room.realtime.last)}` },
  );
}

describe('pixels from the network', () => {
  it('come by DDP, in pieces, and are gone when the sender is', async () => {
    const port = await freeUdpPort();
    id = await room.start({ kind: 'network', protocol: 'ddp', width: 3, port });
    await eventually('it says what it waits for', async () => (await room.status(id)).reason === `It waits for DDP at port ${port}.`);
    const picture = (): Buffer[] => [ddp([...RED, ...GREEN], { push: false }), ddp(BLUE, { offset: 6 })];
    await shows(port, 'the picture', picture, RED, GREEN, BLUE);
    await shows(port, 'red, green, blue and white', () => [ddp([...RED, 0, ...BLACK, 255, ...BLUE, 0], { type: 0x1b })], RED, WHITE, BLUE);
    await room.shows('nothing', BLACK, BLACK, BLACK);
    await eventually('it waits', async () => (await room.status(id)).state === 'waiting');
  });

  it('come by E1.31, with a sign for the picture where there is one', async () => {
    const port = await freeUdpPort();
    id = await room.start({ kind: 'network', protocol: 'e131', width: 3, universe: 4, port });
    let sequence = 0;
    const next = (): number => (sequence = (sequence + 1) % 256);
    await shows(port, 'the picture', () => [e131([...RED, ...GREEN, ...BLUE], { universe: 4, sequence: next() })], RED, GREEN, BLUE);
    const lower = { universe: 4, priority: 50, cid: 9 };
    const both = (): Buffer[] => [
      e131([...WHITE, ...WHITE, ...WHITE], { ...lower, sequence: next() }),
      e131([...BLUE, ...BLUE, ...RED], { universe: 4, sequence: next(), sync: 9 }),
      e131Sync(9),
    ];
    await shows(port, 'that of the higher priority', both, BLUE, BLUE, RED);
  });

  it('come by Art-Net, row by row', async () => {
    const port = await freeUdpPort();
    id = await room.start(
      { kind: 'network', protocol: 'artnet', width: 1, height: 2, universe: 0, port },
      { layout: { kind: 'matrix', columns: 1, rows: 2 } },
    );
    const picture = (): Buffer[] => [artDmx([...RED, ...BLUE], { universe: 0 }), artSync()];
    await shows(port, 'a row each', picture, RED, BLUE, BLACK);
  });

  it('say when their port is taken, and what is wrong with their size', async () => {
    const taken = createSocket('udp4');
    taken.bind(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address();
    id = await room.start({ kind: 'network', protocol: 'ddp', width: 3, port });
    await eventually(
      'it says why',
      async () => (await room.status(id)).reason === `UDP port ${port} cannot be opened: another program has it.`,
    );
    taken.close();
    await expect(room.start({ kind: 'network', protocol: 'ddp', width: 60_000, height: 2 })).rejects.toThrow('/source/height');
    await expect(room.start({ kind: 'network', protocol: 'dmx', width: 1 })).rejects.toThrow('/source/protocol');
  });
});
