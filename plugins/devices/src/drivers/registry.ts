import { HubError, z } from '@lightkeeper/plugin-sdk';
import type {
  DeviceConnection,
  DeviceDriver,
  DeviceReporter,
  DiscoveredService,
  DiscoveryProposal,
  Disposer,
  DriverInfo,
  DriverTools,
  FieldError,
  FormHints,
} from '@lightkeeper/plugin-sdk';

export type Config = Record<string, unknown>;
export type Proposal = DiscoveryProposal<Config>;
export type Info = Readonly<Record<string, string | number | boolean | null>>;

/** A driver with the type of its config forgotten, so that drivers of all kinds fit into one list. */
export interface RegisteredDriver {
  readonly id: string;
  readonly name: string;
  readonly info: DriverInfo;
  /** The mDNS type it looks for; null when it finds nothing by itself. */
  readonly mdns: string | null;
  /** Where its config holds secrets, as lists of keys. */
  readonly secrets: readonly (readonly string[])[];
  /** The wrong fields of a device's config, below `/config`; empty when it is fine. */
  check(config: Config): FieldError[];
  connect(config: Config, reporter: DeviceReporter, tools: DriverTools): Promise<DeviceConnection>;
  propose(service: DiscoveredService): Proposal | null;
  recognises(proposal: Proposal, config: Config, info: Info): boolean;
}

/** The drivers there are, by id. */
export class DriverRegistry {
  readonly #drivers = new Map<string, RegisteredDriver>();
  readonly #onChange: (driver: RegisteredDriver, present: boolean) => void;

  /** `onChange` hears of each driver that comes and goes. */
  constructor(onChange: (driver: RegisteredDriver, present: boolean) => void) {
    this.#onChange = onChange;
  }

  get(id: string): RegisteredDriver | undefined {
    return this.#drivers.get(id);
  }

  list(): RegisteredDriver[] {
    return [...this.#drivers.values()].sort((a, b) => a.name.localeCompare(b.name));
  }

  register<S extends z.ZodObject>(driver: DeviceDriver<S>, plugin_id: string): Disposer {
    if (!/^[a-z][a-z0-9_-]{0,39}$/.test(driver.id)) throw new HubError('LK_PLUGIN_INVALID', `"${driver.id}" cannot be the id of a driver.`);
    if (this.#drivers.has(driver.id)) throw new HubError('LK_CONFLICT', `The driver "${driver.id}" is there already.`);
    const registered = forget(driver, plugin_id);
    this.#drivers.set(driver.id, registered);
    this.#onChange(registered, true);
    return () => {
      if (this.#drivers.get(driver.id) !== registered) return;
      this.#drivers.delete(driver.id);
      this.#onChange(registered, false);
    };
  }
}

function forget<S extends z.ZodObject>(driver: DeviceDriver<S>, plugin_id: string): RegisteredDriver {
  const { discovery } = driver;
  const config_schema = z.toJSONSchema(driver.config, { io: 'input' });
  /** Asked for each device whenever something announces itself, and the same as long as the config is. */
  const read = new WeakMap<Config, z.ZodSafeParseResult<z.output<S>>>();
  const reading = (config: Config): z.ZodSafeParseResult<z.output<S>> => {
    let parsed = read.get(config);
    if (parsed === undefined) read.set(config, (parsed = driver.config.safeParse(config)));
    return parsed;
  };
  return {
    id: driver.id,
    name: driver.name,
    mdns: discovery?.mdns?.type ?? null,
    info: {
      id: driver.id,
      name: driver.name,
      description: driver.description,
      config_schema,
      plugin_id,
    },
    secrets: secretsIn(config_schema),
    check(config) {
      const parsed = driver.config.safeParse(config);
      if (parsed.success) return [];
      return parsed.error.issues.flatMap((issue) => {
        const keys = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
        const detail = issue.code === 'unrecognized_keys' ? 'is not a field of this driver' : issue.message;
        return keys.map((path) => ({ field: ['/config', ...path.map((part) => String(part).slice(0, 80))].join('/'), detail }));
      });
    },
    connect: async (config, reporter, tools) => driver.connect(driver.config.parse(config), reporter, tools),
    propose: (service) => discovery?.mdns?.propose(service) ?? null,
    recognises(proposal, config, info) {
      const parsed = reading(config);
      if (!parsed.success) return false;
      if (discovery?.recognises === undefined) return config.address === proposal.config.address;
      return discovery.recognises({ ...proposal, config: proposal.config as z.input<S> }, parsed.data, info);
    },
  };
}

/** What the schema of a config marks with `.meta({ ui: { secret: true } })`, however deep. */
function secretsIn(schema: unknown, path: readonly string[] = []): string[][] {
  const { properties } = schema as { properties?: Record<string, { ui?: FormHints }> };
  return Object.entries(properties ?? {}).flatMap(([key, child]) => [
    ...(child.ui?.secret === true ? [[...path, key]] : []),
    ...secretsIn(child, [...path, key]),
  ]);
}
