import { nameSchema, z } from '@lightkeeper/plugin-sdk';
import type { BlueprintInput, JsonValue } from '@lightkeeper/plugin-sdk';
import { behaviour, steps_fields } from '../entity/schema.js';
import { YamlMistakes, readYaml } from '../yaml/document.js';
import type { YamlText } from '../yaml/document.js';
import { circleAmong, holeOf, holesIn } from './holes.js';
import { placesIn } from './places.js';
import { schemaOf, selectorSchema } from './selectors.js';

const MAX_INPUTS = 40;

const inputSchema = z.strictObject({
  title: z.string().min(1).max(80),
  description: z.string().max(400).default(''),
  selector: selectorSchema,
  /** A value, or `!input` of another one. Without a default the input must be given, unless it is optional. */
  default: z.custom<JsonValue>((value) => value !== undefined).optional(),
  optional: z.boolean().default(false),
});

const fileSchema = z.strictObject({
  blueprint: z.strictObject({
    name: nameSchema,
    description: z.string().max(2_000).default(''),
    /** What an automation made from it is in plain words; see {@link told}. Without it, its steps are told one by one. */
    sentence: z.string().min(1).max(600).nullable().default(null),
    icon: z
      .string()
      .regex(/^[a-z0-9-]{1,60}$/, 'must be the name of a Lucide icon')
      .default('workflow'),
    inputs: z
      .record(z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'must be named by 1 to 40 of a-z, 0-9 and _'), inputSchema)
      .refine((inputs) => Object.keys(inputs).length <= MAX_INPUTS, `must be at most ${MAX_INPUTS}`)
      .default({}),
  }),
  ...behaviour,
  ...steps_fields,
});

type File = z.output<typeof fileSchema>;

/** A hole, and what may fill it. */
export interface Hole extends BlueprintInput {
  readonly value: z.ZodType;
  /** The input whose value it has where none is given. */
  readonly same_as: string | null;
}

/** An automation with holes, checked. */
export interface BlueprintFile {
  readonly name: string;
  readonly description: string;
  readonly icon: string;
  readonly sentence: string | null;
  readonly holes: ReadonlyMap<string, Hole>;
  /** Mode and limits that an automation made from it begins with. */
  readonly behaviour: Pick<File, keyof typeof behaviour>;
  /** The steps, with `{ $input: key }` in the place of what is filled in. */
  readonly body: Pick<File, keyof typeof steps_fields>;
  readonly yaml: string;
}

/** Reads a blueprint. Throws {@link YamlMistakes}, which name the place of each mistake. */
export function readBlueprint(yaml: string): BlueprintFile {
  const text = readYaml(yaml, { holes: true });
  const parsed = fileSchema.safeParse(text.value);
  if (!parsed.success) {
    throw mistakes(
      text,
      parsed.error.issues.flatMap(({ path, message, ...issue }): Wrong[] => {
        const at = path.map(String);
        if (issue.code === 'unrecognized_keys') return issue.keys.map((key): Wrong => [[...at, key].join('.'), 'There is no such field.']);
        return [[at.join('.'), `${at.at(-1) ?? 'The blueprint'}: ${message}.`]];
      }),
    );
  }
  const { blueprint, variables, triggers, conditions, actions, ...rest } = parsed.data;
  const body = { variables, triggers, conditions, actions };
  const file = { ...blueprint, holes: holesOf(blueprint.inputs), behaviour: rest, body, yaml };
  const wrong = [...check(file, blueprint.inputs), ...checkSentence(file)];
  if (wrong.length > 0) throw mistakes(text, wrong);
  return file;
}

function holesOf(inputs: File['blueprint']['inputs']): Map<string, Hole> {
  return new Map(
    Object.entries(inputs).map(([key, { title, description, selector, default: given, optional }]): [string, Hole] => {
      const value = schemaOf(selector);
      const same_as = holeOf(given) ?? null;
      const hole = {
        ...{ key, title, description, value, same_as },
        schema: { ...z.toJSONSchema(value, { io: 'input' }), title, ...(description !== '' && { description }) },
        required: given === undefined && !optional,
        default: same_as === null ? (given ?? null) : null,
      };
      return [key, hole];
    }),
  );
}

type Wrong = readonly [path: string, detail: string];

function check({ holes, body }: Pick<BlueprintFile, 'holes' | 'body'>, inputs: File['blueprint']['inputs']): Wrong[] {
  const wrong: Wrong[] = [];
  for (const { path, key } of holesIn(body)) {
    if (!holes.has(key)) wrong.push([path, `There is no input "${key.slice(0, 40)}".`]);
  }
  for (const [key, { same_as, value, default: given }] of holes) {
    const path = `blueprint.inputs.${key}.default`;
    if (same_as !== null) {
      if (!holes.has(same_as)) wrong.push([path, `There is no input "${same_as.slice(0, 40)}".`]);
    } else if (holesIn(given).length > 0) wrong.push([path, 'A default is a value, or the whole of another input.']);
    else if (inputs[key]?.default !== undefined && !value.safeParse(given).success)
      wrong.push([path, 'The default is not what the input takes.']);
  }
  const circle = circleAmong(new Map([...holes].map(([key, { same_as }]) => [key, same_as])));
  if (circle !== null) wrong.push([`blueprint.inputs.${circle[0] ?? ''}.default`, `Inputs go in a circle: ${circle.join(' → ')}.`]);
  return wrong;
}

function checkSentence({ sentence, holes }: Pick<BlueprintFile, 'sentence' | 'holes'>): Wrong[] {
  return placesIn(sentence ?? '')
    .filter((key) => !holes.has(key))
    .map((key): Wrong => ['blueprint.sentence', `There is no input "${key}".`]);
}

function mistakes(text: YamlText, wrong: readonly Wrong[]): YamlMistakes {
  return new YamlMistakes(wrong.slice(0, 20).map(([path, detail]) => ({ detail, ...text.place(path) })));
}
