import { HubError } from '@lightkeeper/plugin-sdk';
import type { Clock, Disposer, Logger, Timers, UdpService, UdpSocket, UdpTarget } from '@lightkeeper/plugin-sdk';
import { ARTNET_PORT, artPoll, readPollReply } from './packet.js';
import type { ArtNetNode } from './packet.js';

/** Controllers poll every 2.5 to 3 s, and nodes answer within 3 s (Art-Net 4 Protocol Release, "Discovery Packets"). */
const POLL_MS = 2_500;
/** Three polls without an answer: the node is gone. With the time between two polls this shows within 10 s. */
const SILENCE_MS = 9_000;

export interface NodesDeps {
  udp: UdpService;
  clock: Clock;
  timers: Timers;
  log: Logger;
}

interface Watcher {
  heard(node: ArtNetNode): void;
  lost(reason: string): void;
}

interface Watched {
  target: UdpTarget;
  watchers: Set<Watcher>;
  node: ArtNetNode | null;
  heard_at: number;
  stop: Disposer;
}

/**
 * Asks nodes whether they are there, each once for all of its fixtures. A node answers to the protocol's own port, which all Art-Net
 * programs of a machine have to share; one that listens on another port is expected to answer to whichever port asked.
 */
export class ArtNetNodes {
  readonly #deps: NodesDeps;
  readonly #poll = artPoll();
  readonly #watched = new Map<string, Watched>();
  readonly #sockets = new Map<number, Promise<UdpSocket>>();

  constructor(deps: NodesDeps) {
    this.#deps = deps;
  }

  /** `known` is the node where it has answered already; else `heard` is called with its first answer. `lost` tells that it fell silent. */
  watch(target: UdpTarget, watcher: Watcher): { known: ArtNetNode | null; leave: () => void } {
    const key = keyOf(target);
    let watched = this.#watched.get(key);
    if (watched === undefined) {
      const made: Watched = {
        target,
        watchers: new Set(),
        node: null,
        heard_at: this.#deps.clock.now(),
        stop: this.#deps.timers.every(POLL_MS, 'poll an Art-Net node', () => this.#ask(made)),
      };
      this.#watched.set(key, (watched = made));
      void this.#ask(made);
    }
    const { watchers, node } = watched;
    watchers.add(watcher);
    return {
      known: node,
      leave: () => {
        if (watchers.delete(watcher) && watchers.size === 0) this.#forget(key);
      },
    };
  }

  async #ask(watched: Watched): Promise<void> {
    if (this.#deps.clock.now() - watched.heard_at >= SILENCE_MS) {
      lose(watched, 'The Art-Net node no longer answers.');
      return;
    }
    const port = watched.target.port === ARTNET_PORT ? ARTNET_PORT : 0;
    try {
      const socket = await this.#socket(port);
      if (watched.watchers.size > 0) await socket.send(this.#poll, watched.target);
    } catch (error) {
      lose(watched, error instanceof HubError ? error.message : 'The Art-Net node cannot be asked whether it is there.');
    }
  }

  #socket(port: number): Promise<UdpSocket> {
    const known = this.#sockets.get(port);
    if (known !== undefined) return known;
    const opening = this.#deps.udp.open({
      ...(port !== 0 && { port }),
      message: (bytes, from) => {
        // A node may answer from any port; where the address alone does not tell nodes apart, the port has to.
        this.#hear(port === 0 ? keyOf(from) : keyOf({ address: from.address, port }), bytes);
      },
    });
    this.#sockets.set(port, opening);
    opening.catch(() => this.#sockets.delete(port));
    return opening;
  }

  #hear(key: string, bytes: Uint8Array): void {
    const watched = this.#watched.get(key);
    const node = watched === undefined ? null : readPollReply(bytes);
    if (watched === undefined || node === null) return;
    watched.heard_at = this.#deps.clock.now();
    // One that has several ports answers several times; its first word stands for it.
    if (watched.node !== null) return;
    watched.node = node;
    for (const watcher of [...watched.watchers]) watcher.heard(node);
  }

  #forget(key: string): void {
    const watched = this.#watched.get(key);
    this.#watched.delete(key);
    void watched?.stop();
    if (this.#watched.size > 0) return;
    for (const [port, opening] of [...this.#sockets]) {
      this.#sockets.delete(port);
      opening.then(
        (socket) => {
          socket.close();
        },
        () => {},
      );
    }
  }
}

function keyOf({ address, port }: { address: string; port: number }): string {
  return `${address}:${port}`;
}

function lose(watched: Watched, reason: string): void {
  for (const watcher of [...watched.watchers]) watcher.lost(reason);
}
