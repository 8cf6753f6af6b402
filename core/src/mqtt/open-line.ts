import { connect as connectTcp, isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import { WebSocket, createWebSocketStream } from 'ws';

// A message of a WebSocket is held until it is whole, unlike bytes of a socket.
const MAX_WEBSOCKET_MESSAGE_BYTES = 16_777_216;

/** Opens the line to a broker by its address, with the ports that IANA lists for MQTT where it names none. Nothing is sent yet. */
export function openLine(address: string): Duplex {
  const url = new URL(address);
  const host = url.hostname.replace(/^\[(.*)\]$/u, '$1');
  const port = (otherwise: number): number => (url.port === '' ? otherwise : Number(url.port));
  switch (url.protocol) {
    case 'mqtt:':
      return connectTcp({ host, port: port(1883), noDelay: true });
    case 'mqtts:':
      return connectTls({ host, port: port(8883), ...(isIP(host) === 0 && { servername: host }) });
    default:
      // MQTT 3.1.1 §6: the sub-protocol is `mqtt`.
      return createWebSocketStream(
        new WebSocket(url, ['mqtt'], { perMessageDeflate: false, maxPayload: MAX_WEBSOCKET_MESSAGE_BYTES, followRedirects: false }),
      );
  }
}
