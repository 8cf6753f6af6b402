import { Client } from 'undici';

export interface LoadTarget {
  origin: string;
  path: string;
  token?: string;
}

/**
 * Posts JSON bodies for `seconds` over `connections` kept-alive connections, each with one request in flight, and gives the rate of
 * answers per second. Any answer but the expected status ends the run with an error: a refusal is quick, and must not look like speed.
 */
export async function postRate(target: LoadTarget, options: { connections: number; seconds: number; body: () => string }): Promise<number> {
  const clients = Array.from({ length: options.connections }, () => new Client(target.origin, { pipelining: 1 }));
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (target.token !== undefined) headers.authorization = `Bearer ${target.token}`;
  const start = performance.now();
  const end = start + options.seconds * 1000;
  const counts = await Promise.all(
    clients.map(async (client) => {
      let answered = 0;
      while (performance.now() < end) {
        const answer = await client.request({ method: 'POST', path: target.path, headers, body: options.body() });
        const text = await answer.body.text();
        if (answer.statusCode !== 201)
          throw new Error(`${target.origin}${target.path} answered ${answer.statusCode}: ${text.slice(0, 300)}`);
        answered += 1;
      }
      return answered;
    }),
  );
  const elapsed = (performance.now() - start) / 1000;
  await Promise.all(clients.map((client) => client.close()));
  return counts.reduce((sum, count) => sum + count, 0) / elapsed;
}

/** Milliseconds of one request after another on one kept-alive connection, until the body is there. */
export async function getTimes(target: LoadTarget, count: number, check: (body: string) => void): Promise<number[]> {
  const client = new Client(target.origin, { pipelining: 1 });
  const headers = target.token === undefined ? {} : { authorization: `Bearer ${target.token}` };
  const times: number[] = [];
  try {
    for (let index = 0; index < count; index += 1) {
      const start = performance.now();
      const answer = await client.request({ method: 'GET', path: target.path, headers });
      const body = await answer.body.text();
      times.push(performance.now() - start);
      if (answer.statusCode !== 200) throw new Error(`${target.path} answered ${answer.statusCode}: ${body.slice(0, 300)}`);
      if (index === 0) check(body);
    }
  } finally {
    await client.close();
  }
  return times;
}
