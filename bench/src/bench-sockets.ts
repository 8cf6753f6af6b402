import WebSocket from 'ws';
import { eventually } from '../../tests/support/eventually.js';
import { prepareData, startHub } from './bench-hub.js';
import type { BenchHub } from './bench-hub.js';
import type { Row } from './report.js';
import { percentile } from './stats.js';

interface Fan {
  clients: number;
  /** How many entries are sent, one after another. */
  entries: number;
}

/**
 * One entry to many WebSocket clients: from the moment the change is asked for over HTTP, through its durable commit, to its arrival at
 * each client. The clients share one process beside the hub, so the last of them also waits for the others to read.
 */
export async function benchSockets({ clients, entries }: Fan): Promise<Row[]> {
  const data = await prepareData('sockets');
  let running: BenchHub | undefined;
  const sockets: WebSocket[] = [];
  try {
    running = await startHub(data);
    const { hub, token } = running;
    let expected = '';
    let arrived: number[] = [];
    const listen = (): WebSocket => {
      const socket = new WebSocket(`${hub.url.replace('http', 'ws')}/api/v1/events/ws`, { headers: { authorization: `Bearer ${token}` } });
      socket.on('message', (bytes: Buffer) => {
        const now = performance.now();
        // Read as bytes: parsing a thousand copies here would be counted as the hub's time.
        if (bytes.includes('activity_logged') && bytes.includes(expected)) arrived.push(now);
      });
      return socket;
    };
    for (let from = 0; from < clients; from += 50) {
      const batch = Array.from({ length: Math.min(50, clients - from) }, listen);
      sockets.push(...batch);
      await Promise.all(batch.map(opened));
    }
    const times: number[] = [];
    for (let index = 0; index < entries; index += 1) {
      expected = `Fan ${String(index).padStart(6, '0')}`;
      arrived = [];
      const start = performance.now();
      const { status, body } = await hub.api('POST', '/areas', { name: expected }, { token });
      if (status !== 201) throw new Error(`The write was refused: ${JSON.stringify(body)}`);
      await eventually('the entry reached every client', () => arrived.length >= clients, {
        within_ms: 30_000,
        describe: () => `${arrived.length} of ${clients}`,
      });
      times.push(...arrived.map((at) => at - start));
    }
    const what = `one entry to ${clients} WebSocket clients, from the request on`;
    return [
      { bench: 'sockets', what: `${what}, p50`, value: percentile(times, 0.5), unit: 'ms' },
      { bench: 'sockets', what: `${what}, p99`, value: percentile(times, 0.99), unit: 'ms', target: { at_most: 100 } },
    ];
  } finally {
    for (const socket of sockets) socket.terminate();
    await running?.hub.dispose();
    data.folder.remove();
  }
}

/** Resolves with the hub's first message, which says that the client is served. */
function opened(socket: WebSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('message', () => {
      resolve();
    });
    socket.once('error', reject);
    socket.once('close', (code) => {
      reject(new Error(`A socket was closed with ${code}.`));
    });
  });
}
