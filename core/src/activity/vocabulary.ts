import { CATEGORIES, HubError } from '@lightkeeper/plugin-sdk';
import type { Disposer, Vocabulary, VocabularyEntry, VocabularyRegistry } from '@lightkeeper/plugin-sdk';

const WORD = /^[a-z][a-z0-9_]{0,39}$/;

/** The declared words of kernel and plugins: what may stand in the log at all. */
export class VocabularyStore implements VocabularyRegistry {
  readonly #entries = new Map<string, VocabularyEntry>();
  readonly #listeners = new Set<(entry: VocabularyEntry) => void>();

  all(): readonly VocabularyEntry[] {
    return [...this.#entries.values()];
  }

  find(category: string, action: string): VocabularyEntry | undefined {
    return this.#entries.get(`${category}.${action}`);
  }

  onDeclared(fn: (entry: VocabularyEntry) => void): Disposer {
    this.#listeners.add(fn);
    for (const entry of this.#entries.values()) fn(entry);
    return () => {
      this.#listeners.delete(fn);
    };
  }

  /** Built-ins share the hub's categories; anyone else writes under their own id. */
  declare(plugin_id: string, builtIn: boolean, vocabulary: Vocabulary): Disposer {
    const added: string[] = [];
    for (const [category, actions] of Object.entries(vocabulary)) {
      if (!builtIn && category !== plugin_id) {
        const hint = (CATEGORIES as readonly string[]).includes(category) ? ", which is the hub's own" : '';
        throw new HubError(
          'LK_PLUGIN_INVALID',
          `${plugin_id}: actions may be declared under "${plugin_id}" only, not under "${category}"${hint}`,
        );
      }
      for (const [action, declaration] of Object.entries(actions)) {
        const key = `${category}.${action}`;
        if (!WORD.test(action))
          throw new HubError('LK_PLUGIN_INVALID', `${plugin_id}: the action "${key}" must be lower case words with underscores`);
        if (this.#entries.has(key)) throw new HubError('LK_PLUGIN_INVALID', `${plugin_id}: the action ${key} is declared already`);
        const entry = { ...declaration, category, action, plugin_id };
        this.#entries.set(key, entry);
        added.push(key);
        for (const listener of this.#listeners) listener(entry);
      }
    }
    return () => {
      for (const key of added) this.#entries.delete(key);
    };
  }
}
