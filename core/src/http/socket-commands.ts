import { HubError } from '@lightkeeper/plugin-sdk';
import type { Disposer, Principal, SocketCommandDefinition } from '@lightkeeper/plugin-sdk';
import { z } from 'zod';
import { parseOrThrow } from '../entities/validation.js';
import type { AccessGate } from './access-gate.js';

export type SocketCommandRecord = SocketCommandDefinition<z.ZodObject> & { owner: string };

const envelope = z.looseObject({
  type: z.string().min(1).max(60),
  id: z.string().max(64).optional(),
});

/** A client's message, taken apart. */
export interface SocketMessage {
  type: string;
  id: string | undefined;
  fields: Record<string, unknown>;
}

/** The messages that clients may send, with their owners. Each has its own guard. */
export class SocketCommands {
  readonly #commands = new Map<string, SocketCommandRecord>();
  readonly #access: AccessGate;

  constructor(access: AccessGate) {
    this.#access = access;
  }

  all(): readonly SocketCommandRecord[] {
    return [...this.#commands.values()];
  }

  add(owner: string, definition: Omit<SocketCommandRecord, 'owner'>): Disposer {
    const taken = this.#commands.get(definition.type);
    if (taken !== undefined)
      throw new HubError('LK_PLUGIN_INVALID', `${owner} adds the message ${definition.type}, which ${taken.owner} has`);
    this.#commands.set(definition.type, { ...definition, owner });
    return () => {
      this.#commands.delete(definition.type);
    };
  }

  static read(value: unknown): SocketMessage {
    const { type, id, ...fields } = parseOrThrow(envelope, value);
    return { type, id, fields };
  }

  async run(message: SocketMessage, principal: Principal): Promise<unknown> {
    const command = this.#commands.get(message.type);
    if (command === undefined) throw HubError.field('/type', `"${message.type}" is not a message that the hub knows`);
    await this.#access.authorize(principal, command.access);
    return command.handler(parseOrThrow(z.strictObject(command.schema.shape), message.fields), principal);
  }
}
