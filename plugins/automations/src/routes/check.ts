import type { AutomationCheck, AutomationKinds, Routes } from '@lightkeeper/plugin-sdk';
import { nameSchema, z } from '@lightkeeper/plugin-sdk';
import type { BlueprintLibrary } from '../blueprints/library.js';
import type { StepChecker } from '../entity/checker.js';
import { effectiveOf } from '../entity/effective.js';
import { automationSchema } from '../entity/schema.js';
import { readInput } from '../entity/writer.js';
import type { Expressions } from '../expressions/index.js';
import type { Kinds } from '../kinds/index.js';
import { YamlMistakes } from '../yaml/document.js';
import type { YamlText } from '../yaml/document.js';
import { automationBody } from './automations.js';

const READ = { role: 'viewer', scope: 'automations:read' } as const;
const WRITE = { role: 'admin', scope: 'automations:write' } as const;

interface Deps {
  kinds: Kinds;
  expressions: Pick<Expressions, 'names'>;
  checker: StepChecker;
  library: Pick<BlueprintLibrary, 'get'>;
}

/** For the editor: which kinds of steps there are, and what is said of an automation that is not saved yet. */
export function addCheckRoutes(routes: Routes, deps: Deps): void {
  routes.add({
    method: 'GET',
    path: '/automation-kinds',
    summary: 'List the kinds of triggers, conditions and actions',
    access: READ,
    handler: (): AutomationKinds => ({ ...deps.kinds.list(), expressions: deps.expressions.names }),
  });

  routes.add({
    method: 'POST',
    path: '/automations/check',
    summary: 'Say what is wrong with an automation',
    description: 'As it would be said when it is saved, with what it misses besides. For text/yaml with the line and column of each.',
    access: WRITE,
    mutates: false,
    accepts: { text: ['text/yaml', 'application/yaml'] },
    body: automationBody,
    handler: ({ body }) => check(body, deps),
  });
}

const checked = z.strictObject({ name: nameSchema.optional(), ...automationSchema.shape });

function check(body: unknown, { checker, library }: Deps): AutomationCheck {
  let read: { input: Record<string, unknown>; text: YamlText | null };
  try {
    read = readInput(body);
  } catch (error) {
    if (!(error instanceof YamlMistakes)) throw error;
    const problems = error.mistakes.map((mistake) => ({ path: '', ...mistake }));
    return { sentence: null, sentences: {}, problems };
  }
  const placed = ({ path, detail }: { path: string; detail: string }): AutomationCheck['problems'][number] => ({
    path,
    detail,
    ...(read.text?.place(path) ?? { line: null, column: null }),
  });
  const parsed = checked.safeParse(read.input);
  if (!parsed.success) {
    const problems = parsed.error.issues.flatMap(({ path, message, ...issue }) => {
      const at = path.map(String);
      if (issue.code === 'unrecognized_keys')
        return issue.keys.map((key) => ({ path: [...at, key].join('.'), detail: 'There is no such field.' }));
      return [{ path: at.join('.'), detail: `${message}.` }];
    });
    return { sentence: null, sentences: {}, problems: problems.slice(0, 50).map(placed) };
  }
  const { name: _, ...data } = parsed.data;
  const effective = effectiveOf(data, library);
  const problems = [...effective.problems, ...checker.mistakes(effective), ...checker.missing(effective)];
  return {
    sentence: effective.problems.length > 0 ? null : checker.sentence(effective),
    sentences: checker.sentences(effective),
    problems: problems.map(placed),
  };
}
