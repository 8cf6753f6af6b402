import { createSocket } from 'node:dgram';
import type { Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { Child } from './child.js';

const SDP = ['v=0', 'o=- 0 0 IN IP4 127.0.0.1', 's=Camera', 't=0 0', 'm=video 0 RTP/AVP 33', 'a=control:track1', ''].join('\r\n');

/**
 * A network camera: RTSP with the pictures in the same connection (RFC 2326, 10.12), behind a name and a password. What it shows is made by
 * ffmpeg, as an MPEG transport stream in RTP (RFC 3551, payload type 33).
 */
export class RtspCamera {
  /** Requests that came, by their methods. */
  readonly requests: string[] = [];
  readonly #server: Server;
  readonly #pictures: UdpSocket = createSocket('udp4');
  readonly #playing = new Set<Socket>();
  readonly #clients = new Set<Socket>();
  readonly #authorization: string;
  #maker: Child | null = null;

  constructor(username: string, password: string) {
    this.#authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
    this.#server = createServer((client) => {
      this.#serve(client);
    });
    this.#pictures.on('message', (packet) => {
      const head = Buffer.from([0x24, 0, packet.length >> 8, packet.length & 255]);
      for (const client of this.#playing) client.write(Buffer.concat([head, packet]));
    });
  }

  /** `lavfi` is the graph of what it shows. */
  async start(lavfi: string): Promise<void> {
    this.#pictures.bind(0, '127.0.0.1');
    await once(this.#pictures, 'listening');
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const { port } = this.#pictures.address();
    const coded = ['-c:v', 'mpeg2video', '-q:v', '2', '-g', '10', '-f', 'rtp_mpegts'];
    const to = `rtp://127.0.0.1:${port}?rtcpport=${port}&pkt_size=1316`;
    this.#maker = new Child('ffmpeg', ['-nostdin', '-loglevel', 'error', '-re', '-f', 'lavfi', '-i', lavfi, ...coded, to]);
  }

  get url(): string {
    return `rtsp://127.0.0.1:${(this.#server.address() as AddressInfo).port}/live`;
  }

  /** Takes the camera off the network: its connections end. */
  unplug(): void {
    for (const client of this.#clients) client.destroy();
    this.#server.close();
  }

  async end(): Promise<void> {
    this.unplug();
    await this.#maker?.finish('SIGKILL');
    this.#pictures.close();
  }

  #serve(client: Socket): void {
    this.#clients.add(client);
    let text = '';
    client.on('error', () => undefined);
    client.on('close', () => {
      this.#playing.delete(client);
      this.#clients.delete(client);
    });
    client.setEncoding('latin1').on('data', (piece: string) => {
      text += piece;
      for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
        // A receiver's reports stand between its requests.
        const request = text.slice(text.search(/[A-Z_]+ rtsp:/), end);
        text = text.slice(end + 4);
        this.#answer(client, request);
      }
    });
  }

  #answer(client: Socket, request: string): void {
    const [method = ''] = request.split(' ', 1);
    const header = (name: string): string => new RegExp(`^${name}: *(.*)$`, 'im').exec(request)?.[1]?.trim() ?? '';
    const reply = (status: string, headers: readonly string[], body = ''): void => {
      const length = body === '' ? [] : [`Content-Length: ${body.length}`];
      client.write([`RTSP/1.0 ${status}`, `CSeq: ${header('CSeq')}`, ...headers, ...length, '', body].join('\r\n'));
    };
    this.requests.push(method);
    if (method === 'OPTIONS') reply('200 OK', ['Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN']);
    else if (header('Authorization') !== this.#authorization) reply('401 Unauthorized', ['WWW-Authenticate: Basic realm="camera"']);
    else if (method === 'DESCRIBE') reply('200 OK', ['Content-Type: application/sdp', `Content-Base: ${this.url}/`], SDP);
    else if (method === 'SETUP') reply('200 OK', ['Transport: RTP/AVP/TCP;unicast;interleaved=0-1', 'Session: 1']);
    else if (method === 'PLAY') {
      reply('200 OK', ['Session: 1']);
      this.#playing.add(client);
    } else reply('200 OK', ['Session: 1']);
  }
}
