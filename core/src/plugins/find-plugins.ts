import { existsSync, readFileSync, readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { manifestSchema } from '@lightkeeper/plugin-sdk';
import type { Manifest, PluginInfo } from '@lightkeeper/plugin-sdk';
import { z } from 'zod';
import { fieldErrors } from '../entities/validation.js';

export type PluginSource = PluginInfo['source'];

/** A plugin as found on disk, before any of its code has run. */
export interface FoundPlugin {
  folder: string;
  source: PluginSource;
  manifest: Manifest;
  version: string;
  description: string;
  /** Absolute path of the module with the default export. */
  main: string;
  /** Why it cannot be used, in one sentence; null when it can. */
  problem: string | null;
}

const packageSchema = z.looseObject({
  version: z.string().max(40).default('0.0.0'),
  description: z.string().max(300).default(''),
  main: z.string().max(200).default('index.js'),
  lightkeeper: z.unknown(),
});

/** Reads the manifests in the sub-folders of `folder`. A folder without one is no plugin and is passed over. */
export function findPlugins(folder: string, source: PluginSource): FoundPlugin[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => (entry.isDirectory() || entry.isSymbolicLink()) && !entry.name.startsWith('.') && entry.name !== 'node_modules')
    .flatMap((entry) => readPlugin(join(folder, entry.name), source) ?? [])
    .sort((a, b) => a.manifest.id.localeCompare(b.manifest.id));
}

/** Plugins installed by npm into `folder/node_modules`: packages with the keyword `lightkeeper-plugin`. */
export function findNpmPlugins(folder: string): FoundPlugin[] {
  const modules = join(folder, 'node_modules');
  if (!existsSync(modules)) return [];
  const names = readdirSync(modules).flatMap((name) =>
    name.startsWith('@') ? readdirSync(join(modules, name)).map((inner) => join(name, inner)) : [name],
  );
  return names
    .filter((name) => {
      const json = readJson(join(modules, name, 'package.json')) as { keywords?: unknown } | null;
      return Array.isArray(json?.keywords) && json.keywords.includes('lightkeeper-plugin');
    })
    .flatMap((name) => readPlugin(join(modules, name), 'npm') ?? []);
}

/** Reads one plugin's `package.json`; null when the folder holds no plugin. */
export function readPlugin(folder: string, source: PluginSource): FoundPlugin | null {
  const json = readJson(join(folder, 'package.json'));
  if (json === null || typeof json !== 'object' || !('lightkeeper' in json)) return null;
  const outer = packageSchema.safeParse(json);
  const inner = manifestSchema.safeParse(json.lightkeeper);
  const facts = outer.success ? outer.data : packageSchema.parse({});
  const manifest = inner.success ? inner.data : placeholder(folder, json.lightkeeper);
  const wrong = [...(outer.success ? [] : fieldErrors(outer.error)), ...(inner.success ? [] : fieldErrors(inner.error))];
  return {
    folder: realpathSync(folder),
    source,
    manifest,
    version: facts.version,
    description: facts.description,
    main: join(realpathSync(folder), facts.main),
    problem: wrong.length === 0 ? null : `its manifest is not valid: ${wrong.map(({ field, detail }) => `${field} ${detail}`).join('; ')}`,
  };
}

/** A name to show a broken plugin under. */
function placeholder(folder: string, manifest: unknown): Manifest {
  const id = manifestSchema.shape.id.safeParse((manifest as { id?: unknown } | null)?.id);
  const name = folder.split(/[\\/]/).at(-1) ?? 'unknown';
  const fallback =
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^[^a-z]+|-$/g, '')
      .slice(0, 40) || 'unknown';
  return { id: id.success ? id.data : fallback, name, sdk: '*', dependsOn: [], permissions: [] };
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as unknown;
  } catch (error) {
    // A package.json that is there and broken is a plugin that its owner wants to hear of.
    return existsSync(path) && error instanceof SyntaxError ? { lightkeeper: null } : null;
  }
}
