import { z } from '@lightkeeper/plugin-sdk';

/*
 * The part of Hyperion's JSON interface that grabbers, hyperion-remote and Home Assistant use (docs.hyperion-project.org, "JSON API";
 * hyperion.ng, libsrc/api/JSONRPC_schema). Fields that are not named here are passed over, as Hyperion does with those that it does not know.
 */
const priority = z.number().int().min(1).max(253);
const origin = z.string().max(64).default('JSON');
const duration = z.number().int().max(2_147_483_647).default(-1);
const MAX_COLORS = 4_096;

const envelope = { tan: z.number().int().default(0) };

export const commandSchema = z.discriminatedUnion('command', [
  z.object({
    ...envelope,
    command: z.literal('color'),
    priority,
    origin,
    duration,
    color: z
      .array(z.number().int().min(0).max(255))
      .min(3)
      .max(MAX_COLORS * 3)
      .refine((numbers) => numbers.length % 3 === 0, 'must be red, green and blue of each light'),
  }),
  z.object({
    ...envelope,
    command: z.literal('image'),
    priority,
    origin,
    duration,
    imagedata: z.string(),
    imagewidth: z.number().int().optional(),
    imageheight: z.number().int().optional(),
    format: z.string().max(20).optional(),
    name: z.string().max(64).default(''),
  }),
  z.object({
    ...envelope,
    command: z.literal('effect'),
    priority,
    origin,
    duration,
    effect: z.object({ name: z.string().max(80), args: z.record(z.string().max(40), z.unknown()).default({}) }),
  }),
  z.object({ ...envelope, command: z.literal('clear'), priority: z.union([priority, z.literal(-1)]) }),
  z.object({ ...envelope, command: z.literal('clearall') }),
  z.object({ ...envelope, command: z.literal('serverinfo'), subscribe: z.array(z.string().max(64)).max(64).optional() }),
  z.object({
    ...envelope,
    command: z.literal('componentstate'),
    componentstate: z.object({ component: z.string().max(40), state: z.boolean() }),
  }),
  z.object({ ...envelope, command: z.literal('sourceselect'), priority: priority.optional(), auto: z.boolean().optional() }),
  z.object({
    ...envelope,
    command: z.literal('adjustment'),
    adjustment: z.looseObject({ brightness: z.number().min(0).max(100).optional(), id: z.string().max(80).optional() }),
  }),
  z.object({ ...envelope, command: z.literal('instance'), subcommand: z.string().max(40), instance: z.number().int().default(0) }),
  z.object({ ...envelope, command: z.literal('authorize'), subcommand: z.string().max(40) }),
  z.object({ ...envelope, command: z.literal('sysinfo') }),
]);

export type JsonCommand = z.output<typeof commandSchema>;

/** What every message has, so that one that is refused can be answered. */
export const anyCommandSchema = z.object({
  command: z.string().max(40).default(''),
  subcommand: z.string().max(40).optional(),
  tan: z.number().int().catch(0).default(0),
});
