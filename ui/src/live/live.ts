import { eventsUrl } from './events-url.js';
import { LiveConnection } from './live-connection.js';

/** The page's connection to the hub's events. */
export const events = new LiveConnection({
  open: () => {
    const socket = new WebSocket(eventsUrl());
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
