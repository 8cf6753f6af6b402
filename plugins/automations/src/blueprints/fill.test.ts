import { describe, expect, it } from 'vitest';
import { readBlueprint } from './file.js';
import { checkInputs, fill } from './fill.js';
import { circleAmong, holesIn } from './holes.js';

const file = readBlueprint(`
blueprint:
  name: Lights out
  inputs:
    lights: { title: Lights, selector: { kind: device, multiple: true } }
    after: { title: After, selector: { kind: duration }, default: 60000 }
    at_most: { title: At most, selector: { kind: duration }, default: !input after }
    scene: { title: Scene, selector: { kind: scene }, optional: true }
variables: { lights: !input lights }
actions:
  - kind: delay
    duration_ms: !input after
  - kind: if
    conditions: []
    then:
      - { kind: scene, scene_id: !input scene }
      - { kind: delay, duration_ms: !input at_most }
  - kind: device
    targets: { device_ids: !input lights }
    command: { on: false }
`);

describe('a blueprint', () => {
  it('is filled with what is given, and with its defaults', () => {
    const { actions, variables } = fill(file, { lights: ['a', 'b'], after: 5 });
    expect(variables).toEqual({ lights: ['a', 'b'] });
    expect(actions).toEqual([
      { kind: 'delay', duration_ms: 5 },
      // The scene was left empty, and its step with it; the other default follows the first.
      { kind: 'if', conditions: [], then: [{ kind: 'delay', duration_ms: 5 }] },
      { kind: 'device', targets: { device_ids: ['a', 'b'] }, command: { on: false } },
    ]);
    expect(holesIn(actions)).toEqual([]);
  });

  it('is not changed by what fills it', () => {
    const inputs = { lights: ['a'] };
    (fill(file, inputs).variables.lights as string[]).push('b');
    expect(inputs.lights).toEqual(['a']);
    expect(fill(file, inputs).variables.lights).toEqual(['a']);
  });

  it('says what is missing and what does not fit', () => {
    expect(checkInputs(file, { lights: ['a'] })).toEqual([]);
    expect(checkInputs(file, { after: -1, other: true, lights: [] }).map(({ path }) => path)).toEqual(['other', 'lights', 'after']);
    expect(checkInputs(file, {})).toEqual([{ path: 'lights', detail: 'Lights must be given.' }]);
  });
});

describe('a circle', () => {
  it('is found where there is one', () => {
    expect(
      circleAmong(
        new Map([
          ['a', 'b'],
          ['b', null],
        ]),
      ),
    ).toBeNull();
    expect(
      circleAmong(
        new Map([
          ['x', 'a'],
          ['a', 'b'],
          ['b', 'a'],
        ]),
      ),
    ).toEqual(['a', 'b', 'a']);
  });
});
