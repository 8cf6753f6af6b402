import type { FfmpegInfo } from '@lightkeeper/plugin-sdk/wire';
import type { JsonSchema } from '@lightkeeper/ui';
import { describe, expect, it } from 'vitest';
import { forThisMachine } from './ffmpeg-schema.js';

const form = (input: string, properties: Record<string, JsonSchema> = {}): JsonSchema => ({
  type: 'object',
  properties: { input: { const: input }, ...properties, fps: { type: 'integer' } },
});
const schema: JsonSchema = {
  oneOf: [
    form('x11', { display: { type: 'string', title: 'Display', default: ':0' } }),
    form('v4l2', { device: { type: 'string', title: 'Camera' } }),
    form('gdigrab'),
    form('file'),
  ],
};
const info: FfmpegInfo = {
  installed: true,
  version: '7.0',
  problem: null,
  inputs: ['x11', 'v4l2', 'file'],
  cameras: [{ path: '/dev/video0', name: 'HDMI grabber' }],
  displays: [':1', ':0'],
};
const inputs = (made: JsonSchema): unknown[] => (made.oneOf ?? []).map(({ properties }) => properties?.['input']?.const);
const field = (made: JsonSchema, input: string, key: string): JsonSchema | undefined =>
  made.oneOf?.find(({ properties }) => properties?.['input']?.const === input)?.properties?.[key];

describe('the inputs of ffmpeg', () => {
  it('are those that work on this machine', () => {
    expect(inputs(forThisMachine(schema, info, {}))).toEqual(['x11', 'v4l2', 'file']);
    expect(inputs(forThisMachine(schema, { ...info, cameras: [], displays: [] }, {}))).toEqual(['file']);
  });

  it('offer the cameras and displays that are there, and keep the order of the fields', () => {
    const made = forThisMachine(schema, info, {});
    expect(field(made, 'v4l2', 'device')).toEqual({
      title: 'Camera',
      default: '/dev/video0',
      oneOf: [{ const: '/dev/video0', title: 'HDMI grabber (/dev/video0)' }],
    });
    expect(field(made, 'x11', 'display')).toMatchObject({ default: ':0', oneOf: [{ const: ':1' }, { const: ':0' }] });
    expect(Object.keys(made.oneOf?.[0]?.properties ?? {})).toEqual(['input', 'display', 'fps']);
  });

  it('keep what is set, be it there or not', () => {
    const made = forThisMachine(schema, { ...info, cameras: [] }, { input: 'v4l2', device: '/dev/video4' });
    expect(inputs(made)).toContain('v4l2');
    expect(field(made, 'v4l2', 'device')?.oneOf).toEqual([{ const: '/dev/video4', title: '/dev/video4' }]);
    expect(inputs(forThisMachine(schema, info, { input: 'gdigrab' }))).toContain('gdigrab');
  });

  it('are all there where none works', () => {
    expect(forThisMachine(schema, { ...info, inputs: [] }, {})).toBe(schema);
  });
});
