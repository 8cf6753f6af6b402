import { NotShown } from '../entity.js';
import type { Entity } from '../entity.js';
import type { EntityContext } from '../options.js';
import { cover } from './cover.js';
import { event } from './event.js';
import { fan } from './fan.js';
import { basicLight } from './light-basic.js';
import { jsonLight } from './light-json.js';
import { templateLight } from './light-template.js';
import { binarySensor, sensor } from './sensor.js';
import { button, mainSwitch, numberFeature, scene, select, switchFeature } from './settable.js';

const PLATFORMS: Readonly<Record<string, (context: EntityContext) => Entity>> = {
  binary_sensor: binarySensor,
  button,
  cover,
  event,
  fan,
  light,
  main_switch: mainSwitch,
  number: numberFeature,
  scene,
  select,
  sensor,
  switch: switchFeature,
};

/** Makes an entity of a component. Throws {@link NotShown} with the reason where that cannot be done. */
export function makeEntity(platform: string, context: EntityContext): Entity {
  const make = Object.hasOwn(PLATFORMS, platform) ? PLATFORMS[platform] : undefined;
  if (make === undefined) throw new NotShown(`the hub does not know the kind ${platform}`);
  if (context.options.enabled_by_default === false) throw new NotShown('turned off by whoever announces it');
  return make(context);
}

function light(context: EntityContext): Entity {
  const { schema = 'basic' } = context.options;
  switch (schema) {
    case 'json':
      return jsonLight(context);
    case 'template':
      return templateLight(context);
    case 'basic':
    case 'default':
      return basicLight(context);
    default:
      throw new NotShown(`the hub does not know the light schema ${String(schema).slice(0, 32)}`);
  }
}
