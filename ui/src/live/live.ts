import { API_BASE } from '../api/client.js';
import { LiveConnection } from './live-connection.js';

/** The page's connection to the hub's events. */
export const events = new LiveConnection({
  open: () => {
    const url = new URL(`${API_BASE}/events/ws`, location.href);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(url);
    return socket as unknown as ReturnType<ConstructorParameters<typeof LiveConnection>[0]['open']>;
  },
  now: () => Date.now(),
  setTimer: (fn, ms) => window.setTimeout(fn, ms),
  clearTimer: (id) => {
    window.clearTimeout(id);
  },
  random: () => Math.random(),
});

/** Whether the hub answers, since when not, and when it is tried again. */
export const connection = events.connection;
