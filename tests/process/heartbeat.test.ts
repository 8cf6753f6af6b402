import { expect, it } from 'vitest';
import { EventListener } from '../support/event-listener.js';
import { eventually } from '../support/eventually.js';
import { startHeadless } from '../support/headless-hub.js';

// What the hub does every 30 s it does every 2 s here, so that nobody has to wait for its heart.
const QUICK_HEART = `data:text/javascript,${encodeURIComponent(
  'const real = setInterval; globalThis.setInterval = (fn, ms, ...rest) => real(fn, ms === 30000 ? 2000 : ms, ...rest);',
)}`;

it('closes a WebSocket whose peer does not answer, and keeps one whose peer does', async () => {
  const { hub, token } = await startHeadless({ node_args: ['--import', QUICK_HEART] });
  const dead = await EventListener.open(hub, token, { autoPong: false });
  const alive = await EventListener.open(hub, token);
  let asked = 0;
  alive.socket.on('ping', () => (asked += 1));
  await eventually('the dead one is closed', () => dead.closed !== null);
  await eventually('the other one was asked more than once', () => asked > 1);
  expect(alive.closed).toBeNull();
  await alive.close();
  await hub.dispose();
});
