import { HubError, z } from '@lightkeeper/plugin-sdk';
import type { EntityCollection, Routes } from '@lightkeeper/plugin-sdk';
import type { CaptureRecord } from './entities/capture.js';
import type { TemplateRecord } from './entities/capture-template.js';
import { lookFields } from './entities/look.js';

/** Members tune what they see; where pictures come from and go to is the administrators'. */
const TUNE = { role: 'member', scope: 'captures:write' } as const;
const CALIBRATED = { category: 'capture', action: 'calibrated' };
const FIELDS = [...Object.keys(lookFields), 'layout'] as const;

const params = z.strictObject({ id: z.string().max(64) });

interface Deps {
  captures: EntityCollection<CaptureRecord>;
  templates: EntityCollection<TemplateRecord>;
}

type Fields = Readonly<Record<string, unknown>>;

/** Tuning the look of a capture, by hand or from a template. One that runs goes on with it. */
export function addLookRoutes(routes: Routes, { captures, templates }: Deps): void {
  routes.add({
    method: 'POST',
    path: '/captures/:id/calibrate',
    summary: 'Tune the look of a capture',
    description:
      `Takes a merge patch of ${FIELDS.join(', ')}; a smoothing or a layout that names its kind takes the place of the whole one. ` +
      'Members may do it, who may not change where pictures come from and go to.',
    access: TUNE,
    params,
    body: z
      .partialRecord(z.enum(FIELDS), z.unknown())
      .refine((patch) => Object.keys(patch).length > 0, `must hold at least one of ${FIELDS.join(', ')}`),
    async handler({ params: { id }, body }) {
      const { data } = await captures.require(id);
      if ('layout' in body && data.layout_id !== null) {
        throw HubError.field('/layout', 'is the saved one that layout_id names: change that, or give the capture a layout of its own');
      }
      return captures.present(await captures.update(id, patchOf(data, body), { recorded_as: CALIBRATED }));
    },
  });

  routes.add({
    method: 'POST',
    path: '/captures/:id/apply-template',
    summary: 'Give a capture the look of a template',
    description: 'The look is copied: the template can change or go without the capture changing.',
    access: TUNE,
    params,
    body: z.strictObject({ template_id: z.string().min(1).max(64) }),
    async handler({ params: { id }, body }) {
      const { data } = await captures.require(id);
      const template = await templates.get(body.template_id);
      if (template === undefined) throw HubError.field('/template_id', 'no template has this id');
      return captures.present(await captures.update(id, replacing(data, template.data), { recorded_as: CALIBRATED }));
    },
  });
}

/** What is of one of several kinds is replaced as a whole: the fields of another kind would stay in a merge. */
function patchOf(before: Fields, wish: Fields): Record<string, unknown> {
  const merged = Object.entries(wish).map(([key, value]): [string, unknown] => {
    const old = before[key];
    return [key, isFields(value) && isFields(old) && value.kind !== undefined ? whole(old, value) : value];
  });
  return Object.fromEntries(merged);
}

/** The merge patch that gives these fields, and keeps nothing of what stood in them. */
function replacing(before: Fields, after: Fields): Record<string, unknown> {
  const entries = Object.entries(after).map(([key, value]): [string, unknown] => {
    const old = before[key];
    return [key, isFields(value) && isFields(old) ? whole(old, value) : value];
  });
  return Object.fromEntries(entries);
}

function whole(before: Fields, after: Fields): Record<string, unknown> {
  const gone = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
  return { ...Object.fromEntries(gone.map((key) => [key, null])), ...replacing(before, after) };
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
