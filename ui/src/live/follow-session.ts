import { loadSession } from '../store/session.js';
import { connection, events } from './live.js';

/** Close code of a socket whose session has ended. */
const SIGNED_OUT = 4001;

/**
 * A session that was ended elsewhere closes the socket, or has the next one refused, which a browser shows only as a failed
 * connection. So whenever the hub goes away, it is asked who we are; when it does not answer either, it is truly away.
 */
export function followSession(): void {
  let before = connection.value.state;
  connection.subscribe(({ state }) => {
    if (state === 'away' && before !== 'away') void loadSession().catch(() => undefined);
    before = state;
  });
  events.on_closed = (code) => {
    if (code === SIGNED_OUT) void loadSession().catch(() => undefined);
  };
}
