import { Environment } from '@marcbachmann/cel-js';

/** What stands behind the names of an expression while it is worked out. Each is asked for only when the expression speaks of it. */
export interface Senses {
  readonly trigger: unknown;
  readonly variables: unknown;
  readonly repeat: unknown;
  readonly now: Date;
  readonly local: LocalTime;
  readonly sun: { up: boolean; elevation: number; azimuth: number };
}

/** A moment as clocks and calendars at home show it. */
export interface LocalTime {
  time: string;
  date: string;
  weekday: string;
  hour: bigint;
  minute: bigint;
  day: bigint;
  month: bigint;
  year: bigint;
}

/** What an expression may ask of devices. */
export interface DeviceSenses {
  /** A value, as JSON; null while it is not known. */
  state(device_id: string, property: string): unknown;
  /** `online`, `offline` or `unknown`. */
  status(device_id: string): string;
  /** For people; the id where the device is gone. */
  name(device_id: string): string;
}

interface Name {
  name: string;
  type: string;
  description: string;
}

const VARIABLES = [
  {
    name: 'trigger',
    description: 'What set the run going: trigger.data holds its facts, trigger.id is empty where the automation gives it none.',
    schema: { id: 'string', kind: 'string', description: 'string', data: 'map<string, dyn>' },
  },
  { name: 'variables', type: 'map<string, dyn>', description: 'The variables of the automation, and those that its steps have set.' },
  {
    name: 'repeat',
    type: 'map<string, dyn>',
    description: 'Within a repetition: repeat.index counts from 0, repeat.item is the item of the list.',
  },
  {
    name: 'now',
    type: 'google.protobuf.Timestamp',
    description: 'This moment, to reckon with: now - duration("1h"). Its hours are those of UTC.',
  },
  {
    name: 'local',
    description: 'This moment at home: time is "22:30", date "2026-01-15", weekday "mon" to "sun"; day and month count from 1.',
    schema: {
      time: 'string',
      date: 'string',
      weekday: 'string',
      hour: 'int',
      minute: 'int',
      day: 'int',
      month: 'int',
      year: 'int',
    },
  },
  {
    name: 'sun',
    description:
      'The sun at home, in degrees: elevation above the horizon, azimuth clockwise from north. It needs the location in Settings.',
    schema: { up: 'bool', elevation: 'double', azimuth: 'double' },
  },
] as const;

const DEVICE_FUNCTIONS = {
  'state(string, string): dyn': 'A value of a device by its id: "on", "brightness", or the key of a reading. Null while it is not known.',
  'status(string): string': '"online", "offline" or "unknown", for a device by its id.',
  'name(string): string': 'What a device is called, by its id.',
};

const FUNCTIONS: readonly { signature: string; description: string; fn: (...args: never[]) => unknown }[] = [
  { signature: 'round(double): double', description: 'To the nearest whole number.', fn: Math.round },
  { signature: 'floor(double): double', description: 'To the whole number below.', fn: Math.floor },
  { signature: 'ceil(double): double', description: 'To the whole number above.', fn: Math.ceil },
  { signature: 'abs(double): double', description: 'Without its sign.', fn: Math.abs },
  { signature: 'min(double, double): double', description: 'The smaller one.', fn: Math.min },
  { signature: 'max(double, double): double', description: 'The larger one.', fn: Math.max },
  {
    signature: 'clamp(double, double, double): double',
    description: 'A number, kept between a smallest and a largest one: clamp(x, 1, 255).',
    fn: (value: number, low: number, high: number) => Math.min(Math.max(value, low), high),
  },
  {
    signature: 'like(string, string): bool',
    description: 'Whether a text is like a pattern, in which * stands for anything: like(trigger.data.topic, "home/*/lamp").',
    fn: isLike,
  },
];

/** Numbers that come from outside are doubles, those that are written are often integers: they are reckoned with together. */
const MIXED: readonly (readonly [string, (a: number, b: number) => number])[] = [
  ['+', (a, b) => a + b],
  ['-', (a, b) => a - b],
  ['*', (a, b) => a * b],
  ['/', (a, b) => a / b],
  ['%', (a, b) => a % b],
];

/** Characters of an expression. */
export const MAX_EXPRESSION = 2_000;

/** The names that an expression may speak of, with their types. What is not among them is a mistake. */
export function createEnvironment(devices: DeviceSenses): Environment {
  const environment = new Environment({
    homogeneousAggregateLiterals: false,
    limits: { maxAstNodes: 300, maxDepth: 32, maxListElements: 100, maxMapEntries: 100, maxCallArguments: 8 },
  });
  for (const variable of VARIABLES) environment.registerVariable({ ...variable });
  for (const [operator, fn] of MIXED) {
    environment.registerOperator(`double ${operator} int: double`, (a: number, b: bigint) => fn(a, Number(b)));
    environment.registerOperator(`int ${operator} double: double`, (a: bigint, b: number) => fn(Number(a), b));
  }
  for (const { signature, fn } of FUNCTIONS) {
    for (const variant of withIntegers(signature)) {
      environment.registerFunction(variant, (...args: unknown[]) =>
        fn(...(args.map((arg) => (typeof arg === 'bigint' ? Number(arg) : arg)) as never[])),
      );
    }
  }
  environment.registerFunction('state(string, string): dyn', (id: string, property: string) => devices.state(id, property));
  environment.registerFunction('status(string): string', (id: string) => devices.status(id));
  environment.registerFunction('name(string): string', (id: string) => devices.name(id));
  return environment;
}

/** For the editor's list of names. */
export function environmentNames(): Name[] {
  return [
    ...VARIABLES.map((variable) => ({
      name: variable.name,
      type:
        'type' in variable
          ? variable.type.replace('google.protobuf.Timestamp', 'timestamp')
          : `{ ${Object.entries(variable.schema)
              .map(([key, type]) => `${key}: ${type}`)
              .join(', ')} }`,
      description: variable.description,
    })),
    ...Object.entries(DEVICE_FUNCTIONS).map(([signature, description]) => named(signature, description)),
    ...FUNCTIONS.map(({ signature, description }) => named(signature, description)),
  ];
}

function named(signature: string, description: string): Name {
  const [name = signature] = signature.split('(');
  return { name, type: signature, description };
}

/** A function of doubles takes integers too. */
function withIntegers(signature: string): string[] {
  const [, name = '', args = '', result = ''] = /^(\w+)\((.*)\): (\w+)$/.exec(signature) ?? [];
  const variants = args.split(', ').reduce<string[][]>(
    (lists, type) =>
      lists.flatMap((list) =>
        type === 'double'
          ? [
              [...list, 'double'],
              [...list, 'int'],
            ]
          : [[...list, type]],
      ),
    [[]],
  );
  return variants.map((types) => `${name}(${types.join(', ')}): ${result}`);
}

/** Goes through the text once per star at most: no pattern makes it slow. */
function isLike(text: string, pattern: string): boolean {
  const parts = pattern.split('*');
  const [first = '', ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false;
  const end = text.length - last.length;
  let from = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, from);
    if (found === -1 || found + part.length > end) return false;
    from = found + part.length;
  }
  return true;
}
