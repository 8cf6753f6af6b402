import { readFileSync, readdirSync } from 'node:fs';
import { HubError, z } from '@lightkeeper/plugin-sdk';
import type { Blueprint, Entity, EntityCollection, EntityTypeDefinition, Hub, Vocabulary } from '@lightkeeper/plugin-sdk';
import { MAX_YAML_BYTES } from '../yaml/document.js';
import { readBlueprint } from './file.js';
import type { BlueprintFile } from './file.js';

const blueprintSchema = z.strictObject({ yaml: z.string().max(MAX_YAML_BYTES) });
type BlueprintRecord = z.output<typeof blueprintSchema>;

/** Blueprints of one's own are records like any other; the routes are {@link addBlueprintRoutes}'. */
const blueprintType: EntityTypeDefinition<typeof blueprintSchema> = {
  type: 'blueprint',
  path: 'blueprints',
  label: 'Blueprint',
  schema: blueprintSchema,
  access: { read: 'viewer', write: 'admin' },
  routes: [],
};

const BUILT_IN = new URL('../../blueprints/', import.meta.url);

/** A blueprint as the library has it. */
export interface KnownBlueprint {
  readonly id: string;
  readonly source: Blueprint['source'];
  readonly revision: number;
  readonly file: BlueprintFile;
}

interface Deps {
  hub: Pick<Hub<Record<never, never>, Vocabulary>, 'entities' | 'hooks' | 'log'>;
  /** The automations that are made from it. */
  usersOf: (blueprint_id: string) => Blueprint['used_by'];
  /** A blueprint has come, changed or gone. */
  changed: (blueprint_id: string) => void;
}

/** The blueprints that come with the hub, and those that people have imported. */
export class BlueprintLibrary {
  readonly #deps: Deps;
  readonly #records: EntityCollection<BlueprintRecord>;
  readonly #known = new Map<string, KnownBlueprint>();

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#records = deps.hub.entities.register(blueprintType);
    for (const name of readdirSync(BUILT_IN)) {
      const id = name.replace(/\.yaml$/, '');
      this.#known.set(id, { id, source: 'built_in', revision: 1, file: readBlueprint(readFileSync(new URL(name, BUILT_IN), 'utf8')) });
    }
  }

  /** Reads those of the home; to be called before anything is asked of it. */
  async load(): Promise<void> {
    const { hub } = this.#deps;
    for (const record of await this.#records.all()) this.#take(record);
    hub.hooks.tap('entity.changed', async ({ type, id, after }) => {
      if (type !== 'blueprint') return;
      if (after === null) this.#known.delete(id);
      else this.#take(await this.#records.require(id));
      this.#deps.changed(id);
    });
  }

  get(id: string): KnownBlueprint | undefined {
    return this.#known.get(id);
  }

  /** As `get`, but throws `LK_NOT_FOUND`. */
  require(id: string): KnownBlueprint {
    const found = this.#known.get(id);
    if (found === undefined) throw new HubError('LK_NOT_FOUND', 'There is no blueprint with this id.');
    return found;
  }

  list(): Blueprint[] {
    return [...this.#known.values()].map((known) => this.present(known));
  }

  present({ id, source, revision, file }: KnownBlueprint): Blueprint {
    const { name, description, icon, holes, yaml } = file;
    const inputs = [...holes.values()].map(({ key, title, description: about, schema, required, default: given }) => ({
      ...{ key, title, schema, required },
      description: about,
      default: given,
    }));
    return { id, name, description, source, icon, inputs, yaml, used_by: this.#deps.usersOf(id), revision };
  }

  /** Takes a file in. Throws `YamlMistakes`. */
  async add(yaml: string): Promise<KnownBlueprint> {
    const { name } = readBlueprint(yaml);
    const record = await this.#records.create({ name, yaml });
    this.#take(record);
    return this.require(record.id);
  }

  /** Takes a new form of a file in: the automations made from it follow. */
  async replace(id: string, yaml: string, revision: number | undefined): Promise<KnownBlueprint> {
    this.#own(id);
    const { name } = readBlueprint(yaml);
    this.#take(await this.#records.update(id, { name, yaml }, revision === undefined ? {} : { revision }));
    return this.require(id);
  }

  /** Throws `LK_CONFLICT` while automations are made from it. */
  async remove(id: string): Promise<void> {
    this.#own(id);
    const users = this.#deps.usersOf(id);
    if (users.length > 0) {
      const names = users.slice(0, 5).map(({ name }) => name);
      throw new HubError('LK_CONFLICT', `Automations are made from it: ${names.join(', ')}. Take control of them first, or delete them.`);
    }
    await this.#records.remove(id);
  }

  #own(id: string): void {
    if (this.require(id).source === 'built_in') throw new HubError('LK_CONFLICT', 'This blueprint comes with the hub and stays as it is.');
  }

  #take({ id, revision, data }: Entity<BlueprintRecord>): void {
    try {
      this.#known.set(id, { id, source: 'user', revision, file: readBlueprint(data.yaml) });
    } catch (error) {
      // It was checked when it came; an older hub may have known of fields that this one does not.
      this.#deps.hub.log.warn('A blueprint cannot be read', { blueprint_id: id, error });
    }
  }
}
