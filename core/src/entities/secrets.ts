import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { SECRET_MASK } from '@lightkeeper/plugin-sdk';
import { z } from 'zod';

const PREFIX = 'enc:v1:';
type Json = Record<string, unknown>;

/** Encrypts secret fields at rest with AES-256-GCM. The key lies beside the database, readable by its owner alone. */
export class SecretBox {
  readonly #key: Buffer;

  constructor(key: Buffer) {
    this.#key = key;
  }

  /** Reads the key file, or makes one on the first start. */
  static fromFile(path: string): SecretBox {
    if (!existsSync(path)) writeFileSync(path, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' });
    return new SecretBox(Buffer.from(readFileSync(path, 'utf8'), 'base64'));
  }

  seal(text: string): string {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#key, iv);
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return PREFIX + Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64');
  }

  open(sealed: string): string {
    const bytes = Buffer.from(sealed.slice(PREFIX.length), 'base64');
    const decipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, 12));
    decipher.setAuthTag(bytes.subarray(12, 28));
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
  }

  isSealed(value: unknown): value is string {
    return typeof value === 'string' && value.startsWith(PREFIX);
  }
}

/** Where a schema marks secrets with `.meta({ ui: { secret: true } })`, as lists of keys. */
export function secretPaths(schema: z.ZodObject): string[][] {
  const found: string[][] = [];
  const walk = (node: unknown, path: string[]): void => {
    const { properties } = (node ?? {}) as { properties?: Record<string, { ui?: { secret?: boolean } }> };
    for (const [key, child] of Object.entries(properties ?? {})) {
      if (child.ui?.secret === true) found.push([...path, key]);
      walk(child, [...path, key]);
    }
  };
  walk(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), []);
  return found;
}

/** Where `data` holds texts that are still sealed, as lists of keys: nobody said that they are to be opened. */
export function sealedPaths(data: Json, isSealed: (value: unknown) => boolean): string[][] {
  const found: string[][] = [];
  const walk = (node: unknown, path: string[]): void => {
    if (isSealed(node)) found.push(path);
    else if (typeof node === 'object' && node !== null && !Array.isArray(node)) {
      for (const [key, child] of Object.entries(node)) walk(child, [...path, key]);
    }
  };
  walk(data, []);
  return found;
}

/** A copy of `data` with `change` applied to each secret that is a non-empty text. */
export function mapSecrets(data: Json, paths: readonly (readonly string[])[], change: (secret: string) => string): Json {
  if (paths.length === 0) return data;
  const copy = structuredClone(data);
  for (const path of paths) {
    const parent = path.slice(0, -1).reduce<unknown>((node, key) => (node as Json | undefined)?.[key], copy) as Json | undefined;
    const key = path.at(-1) ?? '';
    const value = parent?.[key];
    if (parent !== undefined && typeof value === 'string' && value !== '') parent[key] = change(value);
  }
  return copy;
}

/** Takes out the masks that a client sent back: they mean "keep what is stored". */
export function dropMasks(patch: Json, paths: readonly (readonly string[])[]): Json {
  if (paths.length === 0) return patch;
  const copy = structuredClone(patch);
  for (const path of paths) {
    const parent = path.slice(0, -1).reduce<unknown>((node, key) => (node as Json | undefined)?.[key], copy) as Json | undefined;
    const key = path.at(-1) ?? '';
    if (parent?.[key] === SECRET_MASK) Reflect.deleteProperty(parent, key);
  }
  return copy;
}

/** Puts what is stored in the place of the masks that a client sent back, in a whole record. */
export function restoreMasks(input: Json, stored: Json, paths: readonly (readonly string[])[]): Json {
  const copy = structuredClone(input);
  for (const path of paths) {
    const at = (data: Json): unknown => path.slice(0, -1).reduce<unknown>((node, key) => (node as Json | undefined)?.[key], data);
    const [parent, known] = [at(copy), at(stored)] as [Json | undefined, Json | undefined];
    const key = path.at(-1) ?? '';
    if (parent?.[key] === SECRET_MASK) parent[key] = known?.[key];
  }
  return copy;
}

/** Takes out the secrets that only came along from `before`: where nothing hides them any more, they must be given anew. */
export function dropInherited(next: Json, before: Json, paths: readonly (readonly string[])[]): Json {
  if (paths.length === 0) return next;
  const copy = structuredClone(next);
  for (const path of paths) {
    const at = (data: Json): unknown => path.slice(0, -1).reduce<unknown>((node, key) => (node as Json | undefined)?.[key], data);
    const [parent, old] = [at(copy), at(before)] as [Json | undefined, Json | undefined];
    const key = path.at(-1) ?? '';
    if (parent?.[key] !== undefined && parent[key] === old?.[key]) Reflect.deleteProperty(parent, key);
  }
  return copy;
}

export const maskSecret = (): string => SECRET_MASK;
