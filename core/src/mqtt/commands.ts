import { HubError, type Disposer, type Logger, type MqttCommandDefinition, type z } from '@lightkeeper/plugin-sdk';
import sjson from 'secure-json-parse';
import { checkPattern, matchTopic } from './topics.js';
import { MAX_PAYLOAD_BYTES, type IncomingMessage } from './transport.js';

/** A command as the registry lists it, for tests and for the docs. */
export interface MqttCommandInfo {
  topic: string;
  summary: string;
  mutates: boolean;
}

export interface CommandCounters {
  /** Commands whose handler ran to its end. */
  done: number;
  /** Messages that were no valid command, or whose handler refused. */
  refused: number;
  /** Messages that came while too many were at work. */
  dropped: number;
}

/** The topics by which the broker's clients command the hub. */
export interface MqttCommands {
  add<S extends z.ZodType>(definition: MqttCommandDefinition<S>): Disposer;
  list(): MqttCommandInfo[];
  counters(): CommandCounters;
  /** Takes a message by its topic below the base topic; `runAs` opens the context of its sender. Never throws. */
  dispatch(message: Pick<IncomingMessage, 'topic' | 'payload' | 'truncated' | 'retained'>, runAs: RunAs): void;
}

/** Runs a handler under the context of the client that sent the message. */
export type RunAs = <T>(fn: () => T) => T;

interface MqttCommandsOptions {
  log: Logger;
  onAdded: (topic: string) => void;
  onRemoved: (topic: string) => void;
}

interface RegisteredCommand extends MqttCommandInfo {
  levels: readonly string[];
  run: (payload: Buffer, params: readonly string[]) => unknown;
}

// Commands that may be at work at once; a flood beyond it is dropped rather than stored.
const MAX_RUNNING = 100;

/** Makes the registry. */
export function createMqttCommands({ log, onAdded, onRemoved }: MqttCommandsOptions): MqttCommands {
  const commands = new Map<string, RegisteredCommand>();
  const counters: CommandCounters = { done: 0, refused: 0, dropped: 0 };
  let running = 0;

  function refuse(topic: string, error: unknown): void {
    counters.refused += 1;
    if (error instanceof HubError) log.warn('An MQTT command was refused', { topic, code: error.code, reason: error.message });
    else log.error('An MQTT command failed', { topic, error });
  }

  async function run(
    command: RegisteredCommand,
    message: { topic: string; payload: Buffer },
    params: readonly string[],
    runAs: RunAs,
  ): Promise<void> {
    running += 1;
    try {
      await runAs(() => command.run(message.payload, params));
      counters.done += 1;
    } catch (error) {
      refuse(message.topic, error);
    } finally {
      running -= 1;
    }
  }

  return {
    add(definition) {
      if (commands.has(definition.topic)) {
        throw new HubError('LK_PLUGIN_INVALID', `The MQTT command topic "${definition.topic}" belongs to somebody else.`);
      }
      const command: RegisteredCommand = {
        topic: definition.topic,
        summary: definition.summary,
        mutates: definition.mutates ?? true,
        levels: checkPattern(definition.topic),
        run: (payload, params) => definition.handler(parse(definition.schema, payload), params),
      };
      commands.set(definition.topic, command);
      onAdded(definition.topic);
      return () => {
        if (commands.get(definition.topic) !== command) return;
        commands.delete(definition.topic);
        onRemoved(definition.topic);
      };
    },
    list: () => [...commands.values()].map(({ topic, summary, mutates }) => ({ topic, summary, mutates })),
    counters: () => ({ ...counters }),
    dispatch({ topic, payload, truncated, retained }, runAs) {
      // A retained command would run again at each connect, long after somebody meant it.
      if (retained) {
        counters.refused += 1;
        log.warn('A retained MQTT command was ignored', { topic });
        return;
      }
      for (const command of commands.values()) {
        const params = matchTopic(command.levels, topic);
        if (params === null) continue;
        if (truncated) {
          refuse(topic, tooLarge());
          continue;
        }
        if (running >= MAX_RUNNING) {
          counters.dropped += 1;
          if (counters.dropped % 1_000 === 1) log.warn('Too many MQTT commands at once; some are dropped', { dropped: counters.dropped });
          return;
        }
        void run(command, { topic, payload }, params, runAs);
      }
    },
  };
}

/** JSON, or the bare text where the schema takes text: `ON` needs no quotes. Throws `LK_VALIDATION` or `LK_BAD_JSON`. */
function parse<S extends z.ZodType>(schema: S, payload: Buffer): z.output<S> {
  const text = decode(payload);
  const json = parseJson(text);
  const result = json === null ? null : schema.safeParse(json.value);
  if (result?.success === true) return result.data;
  const bare = schema.safeParse(text);
  if (bare.success) return bare.data;
  if (result === null) throw new HubError('LK_BAD_JSON', 'The command is not JSON.');
  const errors = result.error.issues.map(({ path, message }) => ({ field: `/${path.map(String).join('/')}`, detail: message }));
  throw new HubError('LK_VALIDATION', errors.map(({ field, detail }) => `${field}: ${detail}`).join('; '), { errors });
}

function tooLarge(): HubError {
  return new HubError('LK_BODY_TOO_LARGE', `A command may have at most ${MAX_PAYLOAD_BYTES} bytes.`);
}

function decode(payload: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(payload);
  } catch (error) {
    throw new HubError('LK_BAD_JSON', 'The command is not UTF-8 text.', { cause: error });
  }
}

function parseJson(text: string): { value: unknown } | null {
  try {
    return { value: sjson.parse(text, null, { protoAction: 'error', constructorAction: 'error' }) as unknown };
  } catch {
    return null;
  }
}
