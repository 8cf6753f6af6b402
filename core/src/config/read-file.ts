import { readFileSync, statSync } from 'node:fs';
import { HubError, safeText } from '@lightkeeper/plugin-sdk';
import { parseDocument } from 'yaml';

const MAX_BYTES = 256 * 1024;

/**
 * Reads a configuration file in YAML. Null when there is none and `required` is false.
 * Throws `LK_CONFIG` with the file's name when it cannot be read, is too large, or is not a YAML mapping.
 */
export function readConfigFile(file: string, required: boolean): Map<string, unknown> | null {
  const source = readText(file, required);
  if (source === null) return null;
  const document = parseDocument(source, { uniqueKeys: true, strict: true });
  const [problem] = document.errors;
  if (problem !== undefined) throw new HubError('LK_CONFIG', `${file}: ${safeText(problem.message.split('\n')[0] ?? '', 200)}`);
  // A Map, so that a key such as __proto__ is a key like any other, and refused by its name.
  const content: unknown = document.toJS({ mapAsMap: true, maxAliasCount: 20 });
  if (content === null || content === undefined) return new Map();
  if (!(content instanceof Map)) throw new HubError('LK_CONFIG', `${file}: must hold settings as "name: value" lines.`);
  return new Map([...content].map(([key, value]: [unknown, unknown]) => [String(key), value]));
}

function readText(file: string, required: boolean): string | null {
  try {
    if (statSync(file).size > MAX_BYTES) throw new HubError('LK_CONFIG', `${file}: is larger than ${MAX_BYTES} bytes.`);
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof HubError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    // ENOTDIR: the data folder is a file, which is for others to refuse.
    if ((code === 'ENOENT' || code === 'ENOTDIR') && !required) return null;
    throw new HubError('LK_CONFIG', `${file}: cannot be read (${code}).`, { cause: error });
  }
}
