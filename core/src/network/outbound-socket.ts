import type { LookupFunction } from 'node:net';
import type { Logger, OutboundSocket, OutboundSocketHandlers } from '@lightkeeper/plugin-sdk';
import { WebSocket } from 'ws';
import { reasonOf } from './failure.js';

export interface OutboundSocketOptions {
  url: URL;
  lookup: LookupFunction;
  log: Logger;
  version: string;
  timeout_ms: number;
  max_bytes: number;
}

// What may wait for a peer that does not read. A device's commands are small; more than this means that it hangs.
const MAX_WAITING_BYTES = 1_048_576;
// How long a peer may take for its half of the closing handshake (RFC 6455 §7.1.1).
const CLOSE_LIMIT_MS = 1_000;

/** Opens a WebSocket to a device. `ended` is called once, after `closed`. */
export function openSocket(
  { url, lookup, log, version, timeout_ms, max_bytes }: OutboundSocketOptions,
  handlers: OutboundSocketHandlers,
  ended: () => void,
): OutboundSocket & { terminate: () => void } {
  let over = false;
  const socket = new WebSocket(url, {
    lookup,
    maxPayload: max_bytes,
    handshakeTimeout: timeout_ms,
    perMessageDeflate: false,
    followRedirects: false,
    headers: { 'user-agent': `Lightkeeper/${version}` },
  });

  function contain(step: string, fn: () => void): void {
    try {
      fn();
    } catch (error) {
      log.error('A handler of an outgoing connection failed', { host: url.host, step, error });
      end('its handler failed');
    }
  }

  function end(reason: string): void {
    if (over) return;
    over = true;
    socket.terminate();
    try {
      handlers.closed(reason);
    } catch (error) {
      log.error('A handler of an outgoing connection failed', { host: url.host, step: 'closed', error });
    }
    ended();
  }

  socket.on('open', () => {
    contain('open', () => {
      if (!over) handlers.open();
    });
  });
  socket.on('message', (data: Buffer, binary: boolean) => {
    // Only text was asked for; what else a device sends is passed over.
    if (!binary && !over)
      contain('message', () => {
        handlers.message(data.toString('utf8'));
      });
  });
  socket.on('error', (error: Error) => {
    end(socketReason(error, max_bytes));
  });
  socket.on('close', (code: number) => {
    end(code === 1006 ? 'it closed the connection' : `it closed the connection (${code})`);
  });

  return {
    send(text) {
      if (over || socket.readyState !== WebSocket.OPEN) return;
      if (socket.bufferedAmount > MAX_WAITING_BYTES) end('it does not take what it is sent');
      else socket.send(text);
    },
    close() {
      if (over) return;
      if (socket.readyState !== WebSocket.OPEN) {
        end('closed by the hub');
        return;
      }
      socket.close(1000);
      const limit = setTimeout(() => {
        end('closed by the hub');
      }, CLOSE_LIMIT_MS);
      socket.once('close', () => {
        clearTimeout(limit);
      });
    },
    terminate: () => {
      end('the hub is stopping');
    },
  };
}

function socketReason(error: Error, max_bytes: number): string {
  if ('code' in error && error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') return `it sent a message larger than ${max_bytes} bytes`;
  if (error.message === 'Opening handshake has timed out') return 'it did not answer in time';
  const refused = /^Unexpected server response: (\d+)$/.exec(error.message);
  if (refused?.[1] !== undefined) return `it refused the connection (HTTP ${refused[1]})`;
  return reasonOf(error);
}
