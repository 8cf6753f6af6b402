import { MAX_CHANNEL_PAYLOAD, ROLES, roleAtLeast } from '@lightkeeper/plugin-sdk';
import type { Role } from '@lightkeeper/plugin-sdk';
import { createTestHub } from '@lightkeeper/plugin-sdk-testing';
import type { TestHub } from '@lightkeeper/plugin-sdk-testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { EventListener } from '../support/event-listener.js';
import { eventually } from '../support/eventually.js';

/* Every message and every channel that clients may use over the WebSocket, from the registry. */

let hub: TestHub;
const listeners: EventListener[] = [];

beforeAll(async () => {
  hub = await createTestHub();
});
afterEach(async () => {
  for (const listener of listeners.splice(0)) await listener.close();
});
afterAll(async () => {
  await hub.stop();
});

async function listen(token: string): Promise<EventListener> {
  const listener = await EventListener.open(hub, token);
  listeners.push(listener);
  return listener;
}

interface Asked {
  word: string;
  message: Record<string, unknown>;
  access: { role: Role; scope: string };
}

function doors(): Asked[] {
  const { socketCommands, socketChannels } = hub.hub.container.cradle;
  return [
    ...socketCommands.all().map(({ type, access }) => ({ word: type, message: { type }, access })),
    ...socketChannels.all().map(({ name, access }) => ({ word: name, message: { type: 'open_channel', name }, access })),
  ];
}

/** Which of the doors refuse this client for what it is, rather than for what it says. */
async function refused(client: EventListener): Promise<string[]> {
  const asked = doors();
  for (const { word, message } of asked) client.send({ ...message, id: word });
  const answers = await eventually('all are answered', () => {
    const heard = client.events.filter(({ type }) => type === 'result' || type === 'error');
    return heard.length === asked.length ? heard : false;
  });
  expect(answers.filter((answer) => answer.type === 'error' && answer.code === 'LK_INTERNAL')).toEqual([]);
  return answers.flatMap((answer) => (answer.type === 'error' && answer.code === 'LK_FORBIDDEN' ? [answer.id ?? ''] : [])).sort();
}

describe('what clients may send over the WebSocket', () => {
  it.each(ROLES)('is for the role %s exactly what is declared for it', async (role: Role) => {
    const closed = doors().filter(({ access }) => !roleAtLeast(role, access.role));
    expect(await refused(await listen(await hub.token(role)))).toEqual(closed.map(({ word }) => word).sort());
  });

  it('is nothing for a token with a scope of something else', async () => {
    const body = { name: 'areas-only', role: 'admin', scopes: ['areas:read', 'events:read'] };
    const { token } = (await hub.request('POST', '/tokens', { body })).body as { token: string };
    expect(await refused(await listen(token))).toEqual(
      doors()
        .map(({ word }) => word)
        .sort(),
    );
  });

  it('says what it is, and takes no more than the connection carries', () => {
    const { socketCommands, socketChannels } = hub.hub.container.cradle;
    for (const { summary } of [...socketCommands.all(), ...socketChannels.all()]) expect(summary).toMatch(/^[A-Z].+[^.]$/);
    for (const { max_payload } of socketChannels.all()) expect(max_payload).toBeLessThanOrEqual(MAX_CHANNEL_PAYLOAD);
  });
});
