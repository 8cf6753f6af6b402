import { HubError, z } from '@lightkeeper/plugin-sdk';
import type { Routes, Trace } from '@lightkeeper/plugin-sdk';
import type { AutomationControl } from '../control.js';
import type { RunHistory } from '../runs/index.js';

const READ = { role: 'viewer', scope: 'automations:read' } as const;
/** Members light their home; administrators set it up. */
const RUN = { role: 'member', scope: 'automations:write' } as const;
const params = z.strictObject({ id: z.string().max(64) });
const page = z.strictObject({ limit: z.coerce.number().int().min(1).max(200).default(50), cursor: z.string().max(64).optional() });

interface Deps {
  control: AutomationControl;
  history: RunHistory;
}

/** Running automations, and looking back at their runs. */
export function addRunRoutes(routes: Routes, { control, history }: Deps): void {
  routes.add({
    method: 'POST',
    path: '/automations/:id/run',
    summary: 'Run an automation',
    description: 'Whatever its triggers, and also while it is disabled. Answers when it is clear what comes of it.',
    access: RUN,
    params,
    body: z.strictObject({ check_conditions: z.boolean().optional() }).optional(),
    handler: ({ params: { id }, body }) =>
      control.run(id, body?.check_conditions === undefined ? {} : { check_conditions: body.check_conditions }),
  });

  routes.add({
    method: 'POST',
    path: '/automations/:id/dry-run',
    summary: 'Show what an automation would do',
    description: 'Answers with a trace. Nothing is touched.',
    access: RUN,
    params,
    mutates: false,
    handler: ({ params: { id } }) => control.dryRun(id),
  });

  routes.add({
    method: 'GET',
    path: '/automations/:id/traces',
    summary: 'List the runs of an automation',
    description: 'Those that began last first, those under way among them.',
    access: READ,
    params,
    query: page,
    handler({ params: { id }, query: { limit, cursor } }) {
      control.require(id);
      return history.list({ automation_id: id, limit, ...(cursor !== undefined && { cursor }) });
    },
  });

  routes.add({
    method: 'GET',
    path: '/traces',
    summary: 'List the runs of all automations',
    access: READ,
    query: page,
    handler: ({ query: { limit, cursor } }) => history.list({ limit, ...(cursor !== undefined && { cursor }) }),
  });

  routes.add({
    method: 'GET',
    path: '/traces/:id',
    summary: 'Read one run with its steps',
    access: READ,
    params,
    handler: ({ params: { id } }): Trace => found(history.get(id)),
  });

  routes.add({
    method: 'POST',
    path: '/traces/:id/cancel',
    summary: 'End a run',
    access: RUN,
    params,
    handler: ({ params: { id } }) => control.cancel(id),
  });
}

function found(trace: Trace | undefined): Trace {
  if (trace === undefined) throw new HubError('LK_NOT_FOUND', 'There is no such run, or its trace is not kept any more.');
  return trace;
}
