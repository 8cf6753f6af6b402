import { once } from 'node:events';
import type { Socket } from 'node:net';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import { BrokerHub, PASSWORD, closed, connectPacket, heard } from './broker-hub.js';

let broker: BrokerHub;

beforeEach(async () => {
  broker = await BrokerHub.start();
  await broker.account('house', 'everything');
});

afterEach(async () => {
  await broker.stop();
});

async function stillWorks(): Promise<void> {
  // The lines that a test has closed may still be counted for a moment.
  const client = await eventually('the broker lets an account in', () => broker.connected('house'));
  const messages = heard(client);
  await client.subscribeAsync('house/#');
  await client.publishAsync('house/x', 'hello', { qos: 1 });
  await eventually('the broker works', () => messages.length === 1);
  client.end(true);
  expect((await broker.hub.request('GET', '/health')).status).toBe(200);
}

/** Writes as long as the other side lets it, at most so many bytes. */
async function pour(socket: Socket, bytes: number): Promise<number> {
  const piece = Buffer.alloc(65_536, 0x61);
  let sent = 0;
  while (sent < bytes && !socket.destroyed && socket.writable) {
    sent += piece.byteLength;
    if (!socket.write(piece)) await Promise.race([once(socket, 'drain'), once(socket, 'close')]).catch(() => undefined);
  }
  return sent;
}

describe('the broker bears', () => {
  it('a packet that claims 256 MiB before anybody has signed in', async () => {
    const line = await broker.line();
    // A CONNECT, and a PUBLISH, with the longest remaining length there is (MQTT 3.1.1 §2.2.3).
    line.write(Buffer.from([0x10, 0xff, 0xff, 0xff, 0x7f]));
    await closed(line);
    const other = await broker.line();
    other.write(Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f]));
    await closed(other);
    await stillWorks();
  });

  it('a huge message from an account, which it drops long before it is whole', async () => {
    const line = await broker.line();
    line.write(connectPacket('house', PASSWORD));
    await eventually('it is in', async () => (await broker.status()).clients.length === 1);
    line.write(Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f, 0, 1, 0x61]));
    expect(await pour(line, 64_000_000)).toBeLessThan(64_000_000);
    await closed(line);
    await stillWorks();
  });

  it('a message of a megabyte', async () => {
    const client = await broker.connected('house');
    const messages = heard(client);
    await client.subscribeAsync('house/#');
    await client.publishAsync('house/big', 'x'.repeat(1_000_000), { qos: 1 });
    await eventually('it came whole', () => messages[0]?.payload.length === 1_000_000);
  });

  it('half a CONNECT and silence', async () => {
    const line = await broker.line();
    line.write(connectPacket('house', PASSWORD).subarray(0, 10));
    const silent = await broker.line();
    await closed(line);
    await closed(silent);
    await stillWorks();
  });

  it('a flood of connections, of which those that are in know nothing', async () => {
    const client = await broker.connected('house');
    const lines = await Promise.all(Array.from({ length: 300 }, () => broker.line()));
    // Those that wait for a CONNECT are few, the rest is turned away.
    await eventually('most are turned away', () => lines.filter((line) => line.destroyed || line.readableEnded).length >= 280);
    await client.publishAsync('house/x', 'still here', { qos: 1 });
    expect(client.connected).toBe(true);
    for (const line of lines) line.destroy();
    await stillWorks();
  });

  it('a flood of retained messages, of which it keeps what an account may leave', async () => {
    await broker.account('shelf');
    const client = await broker.connected('shelf');
    for (let n = 0; n < 5_100; n += 1) client.publish(`shelf/${n}`, 'x', { retain: true });
    await client.publishAsync('shelf/last', 'x', { qos: 1 });
    const reader = await broker.connected('house');
    const messages = heard(reader);
    await reader.subscribeAsync('shelf/#');
    await reader.subscribeAsync('house/#');
    await reader.publishAsync('house/mark', 'x', { qos: 1 });
    await eventually('what was kept', () => messages.length >= 5_000);
    expect(messages.filter(({ retain }) => retain)).toHaveLength(5_000);
    expect(broker.hub.logs().filter(({ message }) => message.includes('no room left'))).toHaveLength(1);
  });

  it('anything at all in the place of packets', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.boolean(), async (bytes, signedIn) => {
        const line = await broker.line();
        if (signedIn) line.write(connectPacket('house', PASSWORD, `raw-${bytes.length}`));
        line.end(Buffer.from(bytes));
        await closed(line);
      }),
      { numRuns: 60 },
    );
    await stillWorks();
  });

  it.each<[string, Buffer]>([
    ['MQTT 5', Buffer.from([0x10, 13, 0, 4, 0x4d, 0x51, 0x54, 0x54, 5, 2, 0, 60, 0, 0, 0])],
    ['a PUBLISH first', Buffer.from([0x30, 4, 0, 1, 0x61, 0x62])],
    ['a length of five bytes', Buffer.from([0x10, 0xff, 0xff, 0xff, 0xff, 1])],
    ['two CONNECTs', Buffer.concat([connectPacket('house', PASSWORD), connectPacket('house', PASSWORD)])],
    ['a wildcard in a topic', Buffer.concat([connectPacket('house', PASSWORD), Buffer.from([0x30, 5, 0, 3, 0x61, 0x2f, 0x23])])],
    ['a topic of a thousand levels', Buffer.concat([connectPacket('house', PASSWORD), publish('a/'.repeat(1_000))])],
  ])('%s, and closes the line', async (_what, bytes) => {
    const line = await broker.line();
    line.write(bytes);
    await closed(line);
    await stillWorks();
  });

  it('control characters and markup in names, ids and topics', async () => {
    const line = await broker.line();
    line.write(connectPacket('house', PASSWORD, 'a\u0000b'));
    await closed(line);
    const client = await broker.connected('house', { clientId: '<img src=x onerror=alert(1)>' });
    await client.publishAsync('house/\u202e<b>', '\u001b[31m', { qos: 1 });
    expect((await broker.status()).clients[0]?.client_id).toBe('<img src=x onerror=alert(1)>');
  });

  it('a subscriber that does not read', async () => {
    const line = await broker.line();
    line.write(connectPacket('house', PASSWORD, 'frozen'));
    await eventually('it is in', async () => (await broker.status()).clients.length === 1);
    // SUBSCRIBE to `house/#` (MQTT 3.1.1 §3.8).
    line.write(Buffer.from([0x82, 12, 0, 1, 0, 7, ...Buffer.from('house/#'), 0]));
    line.pause();
    const client = await broker.connected('house', { clientId: 'talker' });
    for (let n = 0; n < 400; n += 1) client.publish('house/x', 'y'.repeat(100_000));
    await eventually('it is dropped', async () => !(await broker.status()).clients.some(({ client_id }) => client_id === 'frozen'), {
      within_ms: 60_000,
    });
    await client.publishAsync('house/x', 'done', { qos: 1 });
    expect(client.connected).toBe(true);
  });
});

function publish(topic: string): Buffer {
  const name = Buffer.from(topic);
  const length = 2 + name.byteLength;
  return Buffer.concat([Buffer.from([0x30, (length & 0x7f) | 0x80, length >> 7, name.byteLength >> 8, name.byteLength & 0xff]), name]);
}
