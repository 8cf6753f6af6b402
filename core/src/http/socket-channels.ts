import { HubError, MAX_CHANNEL_PAYLOAD } from '@lightkeeper/plugin-sdk';
import type { ChannelPeer, Disposer, SocketChannelDefinition } from '@lightkeeper/plugin-sdk';
import type { z } from 'zod';

export type SocketChannelRecord = SocketChannelDefinition<z.ZodObject> & { owner: string };

interface Registered {
  record: SocketChannelRecord;
  open: Set<Pick<ChannelPeer, 'close'>>;
}

/** The binary channels that clients may open, with their owners. */
export class SocketChannels {
  readonly #channels = new Map<string, Registered>();

  all(): readonly SocketChannelRecord[] {
    return [...this.#channels.values()].map(({ record }) => record);
  }

  /** The disposer ends those that are open. */
  add(owner: string, definition: Omit<SocketChannelRecord, 'owner'>): Disposer {
    const { name, max_payload } = definition;
    const taken = this.#channels.get(name)?.record;
    if (taken !== undefined) throw new HubError('LK_PLUGIN_INVALID', `${owner} adds the channel ${name}, which ${taken.owner} has`);
    if (!(max_payload >= 0 && max_payload <= MAX_CHANNEL_PAYLOAD))
      throw new HubError('LK_PLUGIN_INVALID', `the channel ${name} may take at most ${MAX_CHANNEL_PAYLOAD} bytes a message`);
    const registered: Registered = { record: { ...definition, owner }, open: new Set() };
    this.#channels.set(name, registered);
    return () => {
      this.#channels.delete(name);
      for (const channel of [...registered.open]) channel.close('What it belonged to has stopped.');
    };
  }

  /** The channel by this name, and where those that are open are noted. */
  require(name: string): Registered {
    const registered = this.#channels.get(name);
    if (registered === undefined) throw HubError.field('/name', `"${name}" is not a channel that the hub knows`);
    return registered;
  }
}
