import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import type { Socket } from 'node:net';
import type { ActivityEntry, BrokerStatus } from '@lightkeeper/plugin-sdk/wire';
import { createTestHub } from '@lightkeeper/plugin-sdk-testing';
import type { TestHub, TestHubOptions } from '@lightkeeper/plugin-sdk-testing';
import mqtt from 'mqtt';
import type { IClientOptions, MqttClient } from 'mqtt';
import { eventually } from '../support/eventually.js';

export const PASSWORD = 'a lantern in every window';

/** A hub with its embedded broker on a free loopback port, and real clients of it. */
export class BrokerHub {
  readonly #clients: MqttClient[] = [];
  readonly #sockets: Socket[] = [];

  private constructor(
    readonly hub: TestHub,
    readonly port: number,
  ) {}

  static async start(options: TestHubOptions = {}): Promise<BrokerHub> {
    const hub = await createTestHub(options);
    const { status, text } = await hub.request('PATCH', '/settings/broker', { body: { enabled: true, port: 0 } });
    if (status !== 200) throw new Error(text);
    const { state, port } = (await hub.request('GET', '/mqtt/broker')).body as BrokerStatus;
    if (state !== 'running' || port === null) throw new Error(`the broker is ${state}`);
    return new BrokerHub(hub, port);
  }

  async account(name: string, access: 'own' | 'home_assistant' | 'everything' = 'own'): Promise<{ id: string; revision: number }> {
    const { status, body, text } = await this.hub.request('POST', '/mqtt-accounts', { body: { name, access, password: PASSWORD } });
    if (status !== 201) throw new Error(text);
    return body;
  }

  async status(): Promise<BrokerStatus> {
    return (await this.hub.request('GET', '/mqtt/broker')).body;
  }

  /** Entries of one kind, newest first. */
  async entries(category: string, action: string): Promise<ActivityEntry[]> {
    await this.hub.settle();
    const { body } = await this.hub.request('GET', `/activity?categories=${category}&limit=200`);
    return (body as { items: ActivityEntry[] }).items.filter((entry) => entry.action === action);
  }

  /** A client that is not connected yet. Its errors are the test's business. */
  client(username: string | undefined, options: IClientOptions = {}): MqttClient {
    const client = mqtt.connect(`mqtt://127.0.0.1:${this.port}`, {
      reconnectPeriod: 0,
      ...(username !== undefined && { username, password: PASSWORD }),
      ...options,
    });
    client.on('error', () => undefined);
    this.#clients.push(client);
    return client;
  }

  async connected(username: string, options: IClientOptions = {}): Promise<MqttClient> {
    const client = this.client(username, options);
    await new Promise<void>((resolve, reject) => {
      client.once('connect', () => {
        resolve();
      });
      client.once('close', () => {
        reject(new Error(`${username} was not let in`));
      });
    });
    return client;
  }

  /** The return code of a CONNACK (MQTT 3.1.1 §3.2.2.3). */
  async refusal(username: string | undefined, options: IClientOptions = {}): Promise<number> {
    const client = this.client(username, options);
    return new Promise((resolve) => {
      client.once('error', (error) => {
        resolve('code' in error && typeof error.code === 'number' ? error.code : -1);
      });
    });
  }

  /** A line on which the test says what no client would. */
  async line(): Promise<Socket> {
    const socket = connectTcp(this.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.resume();
    this.#sockets.push(socket);
    await once(socket, 'connect');
    return socket;
  }

  async stop(): Promise<void> {
    for (const client of this.#clients) client.end(true);
    for (const socket of this.#sockets) socket.destroy();
    await this.hub.stop();
  }
}

/** Resolves when a client is disconnected. */
export function gone(client: MqttClient): Promise<void> {
  return new Promise((resolve) => {
    client.once('close', resolve);
  });
}

/** What a client heard, in order. */
export function heard(client: MqttClient): { topic: string; payload: string; retain: boolean }[] {
  const messages: { topic: string; payload: string; retain: boolean }[] = [];
  client.on('message', (topic, payload, { retain }) => messages.push({ topic, payload: payload.toString(), retain }));
  return messages;
}

/** Whether each filter was granted. */
export async function granted(client: MqttClient, filter: string): Promise<boolean> {
  const [, packet] = await new Promise<[Error | null, { granted?: unknown[] } | undefined]>((resolve) => {
    client.subscribe(filter, { qos: 1 }, (error, _grants, suback) => {
      resolve([error, suback]);
    });
  });
  return packet?.granted?.[0] === 1;
}

/** Waits until the other side has closed the line. */
export async function closed(socket: Socket): Promise<void> {
  await eventually('the broker closes the line', () => socket.destroyed || socket.readableEnded);
}

/** The CONNECT of a client with a name and a password (MQTT 3.1.1 §3.1). */
export function connectPacket(username: string, password: string, client_id = 'raw'): Buffer {
  const text = (value: string): Buffer => {
    const bytes = Buffer.from(value);
    return Buffer.concat([Buffer.from([bytes.byteLength >> 8, bytes.byteLength & 0xff]), bytes]);
  };
  const body = Buffer.concat([text('MQTT'), Buffer.from([4, 0b1100_0010, 0, 60]), text(client_id), text(username), text(password)]);
  return Buffer.concat([Buffer.from([0x10, body.byteLength]), body]);
}
