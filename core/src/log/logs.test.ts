import type { LogLine } from '@lightkeeper/plugin-sdk';
import { describe, expect, it } from 'vitest';
import { createLogs, type LogsOptions } from './logs.js';

const clock = { iso: () => '2026-01-02T03:04:05.678Z' };

function make(options: Partial<LogsOptions> = {}) {
  const written: string[] = [];
  const logs = createLogs({ level: 'info', format: 'json', clock, output: { write: (line) => written.push(line) }, ...options });
  return { logs, written };
}

describe('the log', () => {
  it('writes one JSON object a line, with level, source and data apart from the message', () => {
    const { logs, written } = make();
    logs.logger('tide').warn('The tide is late', { minutes: 4, level: 'forged', message: 'forged' });
    expect(written).toHaveLength(1);
    expect(written[0]?.endsWith('\n')).toBe(true);
    expect(JSON.parse(written[0] ?? '')).toEqual({
      level: 'warn',
      source: 'tide',
      ts: '2026-01-02T03:04:05.678Z',
      message: 'The tide is late',
      data: { minutes: 4, level: 'forged', message: 'forged' },
    });
    expect(logs.read()).toEqual([
      {
        seq: 1,
        ts: clock.iso(),
        level: 'warn',
        source: 'tide',
        message: 'The tide is late',
        data: { minutes: 4, level: 'forged', message: 'forged' },
      },
    ]);
  });

  it('writes one line for people on a terminal', () => {
    const { logs, written } = make({ format: 'pretty' });
    logs.logger('core').info('Ready', { port: 8420 });
    expect(written).toEqual(['03:04:05.678 INFO  core         Ready port=8420\n']);
  });

  it('has a level for each source that changes while it runs', () => {
    const { logs } = make();
    const tide = logs.logger('tide');
    tide.debug('unseen');
    logs.setLevel('debug', 'tide');
    tide.debug('seen');
    logs.logger('core').debug('unseen');
    logs.setLevel('error');
    tide.debug('still seen');
    logs.logger('core').warn('unseen');
    expect(logs.levels()).toEqual({ general: 'error', sources: { tide: 'debug' } });
    logs.setLevel(null, 'tide');
    tide.warn('unseen');
    expect(logs.read().map(({ message }) => message)).toEqual(['seen', 'still seen']);
  });

  it('reads the tail by sequence, level, source and number', () => {
    const { logs } = make({ level: 'trace' });
    const [core, tide] = [logs.logger('core'), logs.logger('tide')];
    core.info('1');
    tide.error('2');
    core.error('3');
    core.fatal('4');
    const messages = (query: Parameters<typeof logs.read>[0]) => logs.read(query).map(({ message }) => message);
    expect(messages({ after_seq: 2 })).toEqual(['3', '4']);
    expect(messages({ level: 'error', source: 'core' })).toEqual(['3', '4']);
    expect(messages({ limit: 1 })).toEqual(['4']);
    expect(logs.sources()).toEqual(['core', 'tide']);
  });

  it('keeps a bounded number of lines, of bounded size', () => {
    const { logs } = make({ max_lines: 3, max_chars: 500 });
    const core = logs.logger('core');
    for (const n of [1, 2, 3, 4]) core.info(`line ${n}`);
    expect(logs.read().map(({ seq }) => seq)).toEqual([2, 3, 4]);
    core.info('x'.repeat(450));
    expect(logs.read().map(({ seq }) => seq)).toEqual([5]);
  });

  it('cuts long messages and deep, wide or circular data', () => {
    const { logs } = make();
    const circle: Record<string, unknown> = { wide: Array.from({ length: 100 }, (_, index) => index) };
    circle.self = circle;
    logs.logger('core').info('m'.repeat(1_000_000), { circle, text: 't'.repeat(1_000_000), big: 12n, bytes: new Uint8Array(5) });
    const line = logs.read()[0];
    expect(line?.message).toHaveLength(8_000);
    expect(JSON.stringify(line).length).toBeLessThan(20_000);
    expect(JSON.stringify(line)).toContain('[too deep]');
    expect(line?.data).toMatchObject({ big: '12', bytes: '[5 bytes]', circle: { wide: expect.arrayContaining(['… 36 more']) as unknown } });
  });

  it('keeps a forged line from looking like one', () => {
    const { logs, written } = make({ format: 'pretty' });
    logs
      .logger('core')
      .info('signed in as anna\n03:04:05.678 INFO core all is well\u001b[2J\u202egnp', { agent: 'x\r\n\u001b[31m\u202ey' });
    expect(written.join('').match(/\n/g)).toHaveLength(1);
    // eslint-disable-next-line no-control-regex -- the control characters are what must not be there
    expect(written[0]?.slice(0, -1)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/u);
  });

  it('tells listeners until they are disposed, and drops one that throws', () => {
    const { logs } = make();
    const heard: LogLine[] = [];
    const dispose = logs.onLine((line) => heard.push(line));
    logs.onLine(() => {
      throw new Error('viewer failed');
    });
    logs.onLine(() => {
      logs.logger('core').info('a listener that logs');
    });
    logs.logger('core').info('one');
    void dispose();
    logs.logger('core').info('two');
    expect(heard.map(({ message }) => message)).toEqual(['one']);
    expect(logs.read().map(({ message }) => message)).toEqual(['one', 'a listener that logs', 'two', 'a listener that logs']);
  });
});

describe('redaction', () => {
  const secret = 'SeaGlass-7731';
  const token = 'lk_0aZ9_-bcdefghijklmnop';

  it.each([
    ['password', { password: secret }],
    ['Set-Cookie in headers', { response: { headers: { 'Set-Cookie': [`lk_session=${secret}`] } } }],
    ['authorization', { headers: { authorization: `Bearer ${secret}` } }],
    ['setupCode in a list', { steps: [{ setupCode: secret }] }],
    ['client_secret', { a: { b: { c: { client_secret: secret } } } }],
    ['token_hash', { token_hash: secret }],
    ['api-key', { 'api-key': secret }],
    ['an address with credentials', { url: `mqtt://home:${secret}@broker:1883` }],
    ['an error that tells it', { error: new Error(`Cannot reach mqtt://home:${secret}@broker`) }],
    ['a cause', { error: new Error('outer', { cause: new Error(`password=${secret}`) }) }],
  ])('takes out %s', (_what, data) => {
    const { logs, written } = make();
    logs.logger('core').info('something', data);
    expect(written.join('') + JSON.stringify(logs.read())).not.toContain(secret);
  });

  it.each([
    `GET /x?token=${secret}&a=1`,
    `Authorization: Bearer ${secret}`,
    `cookie lk_session=${secret}; theme=dark`,
    `connecting to wss://anna:${secret}@host/x`,
    `the setup code: ${secret}`,
    `{"password":"${secret}"}`,
  ])('takes it out of the message %s', (message) => {
    const { logs, written } = make();
    logs.logger('core').info(message);
    expect(written.join('')).not.toContain(secret);
  });

  it('takes out tokens of ours wherever they stand', () => {
    const { logs, written } = make();
    logs.logger('core').info(`token ${token} used`, { note: `x ${token}`, [token]: 1 });
    expect(written.join('')).not.toContain(token);
  });

  it('leaves what is no secret', () => {
    const { logs } = make();
    logs
      .logger('core')
      .info('Token created', { token_id: 'abc', token_name: 'bridge', secure_cookies: true, path: '/api/v1/tokens', password: null });
    expect(logs.read()[0]).toMatchObject({
      message: 'Token created',
      data: { token_id: 'abc', token_name: 'bridge', secure_cookies: true, path: '/api/v1/tokens', password: null },
    });
  });
});
