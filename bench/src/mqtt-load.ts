import { connectAsync } from 'mqtt';

export interface Through {
  /** Messages a second. */
  rate: number;
  /** Milliseconds from publishing to hearing of it, one for each message. */
  times: number[];
}

/** Sends messages through a rule from one topic to another, so many in flight, and waits for each to come out. */
export async function sendThrough(options: { url: string; in: string; out: string; in_flight: number; seconds: number }): Promise<Through> {
  const client = await connectAsync(options.url, { protocolVersion: 4, reconnectPeriod: 0 });
  await client.subscribeAsync(options.out, { qos: 0 });
  const sent = new Map<number, number>();
  const times: number[] = [];
  let next = 0;
  const send = (): void => {
    next += 1;
    sent.set(next, performance.now());
    client.publish(options.in, `{"n":${next},"lux":12}`, { qos: 0 });
  };
  const start = performance.now();
  const end = start + options.seconds * 1_000;
  let last = start;
  await new Promise<void>((resolve, reject) => {
    const stuck = setTimeout(
      () => {
        reject(new Error(`${sent.size} of ${next} messages did not come out.`));
      },
      options.seconds * 1_000 + 20_000,
    );
    client.on('message', (_topic, payload) => {
      const now = performance.now();
      const { n } = JSON.parse(payload.toString()) as { n: number };
      const began = sent.get(n);
      if (began === undefined) return;
      sent.delete(n);
      times.push(now - began);
      last = now;
      if (now < end) send();
      else if (sent.size === 0) {
        clearTimeout(stuck);
        resolve();
      }
    });
    for (let index = 0; index < options.in_flight; index += 1) send();
  });
  await client.endAsync();
  return { rate: (times.length * 1_000) / (last - start), times };
}
