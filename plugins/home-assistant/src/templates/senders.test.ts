import { describe, expect, it } from 'vitest';
import { TemplateError, compileTemplate, renderCommand, renderValue } from './template.js';

/** 14 November 2023, 22:13:20 UTC. */
const clock = { now: () => 1_700_000_000_000 };

const render = (template: string, payload: string): string => renderValue(compileTemplate(template), payload, clock);

type Case = readonly [template: string, payload: string, expected: string];

/**
 * The event template of Zigbee2MQTT's kind: expressions with named groups, the groups zipped with their names, pairs collected in a
 * namespace, and a dict of what remains.
 */
const EVENT = `{% set shapes = [
  {"pattern": '^(?P<button>(?:button_)?[a-z0-9]+)_(?P<action>press|hold|release)$', "names": ["button", "action"]},
  {"pattern": '^(?P<action>recall|scene)_(?P<scene>\\d+)$', "names": ["action", "scene"]},
  {"pattern": '^(?P<actionPrefix>dial_)(?P<action>rotate)_(?P<direction>left|right)$', "names": ["actionPrefix", "action", "direction"]},
  {"pattern": '^(?P<action>brightness_step)(?:_(?P<direction>up|down))?$', "names": ["action", "direction"]}
] %}
{% set sent = value_json.action|default('') %}
{% set ns = namespace(pairs=[('action', sent)]) %}
{% for shape in shapes %}
  {% set found = sent|regex_findall(shape.pattern) %}
  {% if found[0] is undefined %}{% continue %}{% endif %}
  {% for name, text in zip(shape.names, found[0]) %}
    {% set ns.pairs = ns.pairs|rejectattr(0, 'eq', name)|list + [(name, text)] %}
  {% endfor %}
{% endfor %}
{% if (ns.pairs|selectattr(0, 'eq', 'actionPrefix')|first) is defined %}
  {% set ns.pairs = ns.pairs|rejectattr(0, 'eq', 'action')|list + [('action', ns.pairs|selectattr(0, 'eq', 'actionPrefix')|map(attribute=1)|first + ns.pairs|selectattr(0, 'eq', 'action')|map(attribute=1)|first)] %}
{% endif %}
{% set ns.pairs = ns.pairs + [('event_type', ns.pairs|selectattr(0, 'eq', 'action')|map(attribute=1)|first)] %}
{{ dict.from_keys(ns.pairs|rejectattr(0, 'in', ('action', 'actionPrefix'))|reject('eq', ('event_type', None))|reject('eq', ('event_type', '')))|to_json }}`;

const COVER =
  "{% if value_json.moving == 'UP' %} opening {% elif value_json.moving == 'DOWN' %} closing " +
  '{% elif value_json.position == 0 %} closed {% else %} open {% endif %}';

const SENDERS: Readonly<Record<string, readonly Case[]>> = {
  Zigbee2MQTT: [
    ['{{ value_json.state }}', '{"state":"ON","brightness":254}', 'ON'],
    ['{{ value_json["brightness"] }}', '{"state":"ON","brightness":254}', '254'],
    ['{{ value_json["temperature"] }}', '{"temperature":21.0}', '21.0'],
    ['{{ value_json["occupancy"] }}', '{"occupancy":true}', 'True'],
    ['{{ value_json.action }}', '{"action":null}', 'None'],
    ['{{ value_json["linkquality"] }}', '{}', ''],
    ["{{ value_json['update']['state'] == 'available' }}", '{"update":{"state":"available"}}', 'True'],
    [
      `{"latest_version":"{{ value_json['update']['latest_version'] }}","installed_version":"{{ value_json['update']['installed_version'] }}"}`,
      '{"update":{"latest_version":587765297,"installed_version":-1}}',
      '{"latest_version":"587765297","installed_version":"-1"}',
    ],
    [
      '{"update_percentage":{{ value_json["update"].get("progress", "null") }},"in_progress":{{ (value_json["update"]["state"] == "updating")|lower }}}',
      '{"update":{"state":"idle"}}',
      '{"update_percentage":null,"in_progress":false}',
    ],
    ["{{ value_json.options | default('',True) | string | truncate(254, True, '', 0) }}", '{"options":null}', ''],
    ["{{ value_json.options | default('',True) | string | truncate(5, True, '', 0) }}", '{"options":{"a":1}}', "{'a':"],
    [
      "{% set values = {None:None,'idle':'idle','heat':'heating'} %}{{ values[value_json.running_state] }}",
      '{"running_state":"heat"}',
      'heating',
    ],
    [
      "{% set values = {None:None,'idle':'idle','heat':'heating'} %}{{ values[value_json.running_state] }}",
      '{"running_state":null}',
      'None',
    ],
    ["{{ {'off':0, 'low':1, 'medium':2, 'high':3}[value_json.fan_mode]|default('None') }}", '{"fan_mode":"medium"}', '2'],
    ["{{ {'off':0, 'low':1}[value_json.fan_mode] | default('None') }}", '{"fan_mode":"smart"}', 'None'],
    ["{{ value_json.lock_state == 'locked' | lower }}", '{"lock_state":"locked"}', 'True'],
    ['{{ value_json.power_outage_memory | lower }}', '{"power_outage_memory":true}', 'true'],
    [EVENT, '{"action":"button_1_hold"}', '{"button":"button_1","event_type":"hold"}'],
    [EVENT, '{"action":"scene_12"}', '{"scene":"12","event_type":"scene"}'],
    [EVENT, '{"action":"dial_rotate_left"}', '{"direction":"left","event_type":"dial_rotate"}'],
    [EVENT, '{"action":"brightness_step"}', '{"direction":"","event_type":"brightness_step"}'],
    [EVENT, '{"action":"toggle"}', '{"event_type":"toggle"}'],
    [EVENT, '{"action":""}', '{}'],
    [EVENT, '{"linkquality":80}', '{}'],
  ],
  ESPHome: [
    ['{{ value }}', 'ON', 'ON'],
    ['{{ value_json.color_mode }}', '{"state":"ON","color_mode":"rgbw","brightness":255}', 'rgbw'],
    ["{{ 'ON' if value_json.state == 'ON' else 'OFF' }}", '{"state":"OFF"}', 'OFF'],
    ['{{ value|float|round(1) }}', '21.4567', '21.5'],
  ],
  Tasmota: [
    ['{{ value_json.POWER }}', '{"Time":"2024-01-01T00:00:00","POWER":"ON"}', 'ON'],
    ['{{ value_json.POWER1 }}', '{"POWER1":"OFF","POWER2":"ON"}', 'OFF'],
    ['{{ value_json.SENSOR.BME280.Temperature }}', '{"SENSOR":{"BME280":{"Temperature":21.5,"Humidity":45}}}', '21.5'],
    ["{{ value_json['ENERGY']['Power'] }}", '{"ENERGY":{"Power":12}}', '12'],
    ["{{ value_json['ENERGY'].Current[0] }}", '{"ENERGY":{"Current":[0.05,0.1]}}', '0.05'],
    ['{% if value_json.POWER is defined %}{{ value_json.POWER }}{% else %}OFF{% endif %}', '{"Dimmer":50}', 'OFF'],
    ["{{ value_json['StatusSTS']['Wifi'].RSSI }}", '{"StatusSTS":{"Wifi":{"RSSI":74}}}', '74'],
  ],
  OpenMQTTGateway: [
    ['{{ value_json.tempc | is_defined }}', '{"id":"A4:C1:38:00:00:00","tempc":21.4}', '21.4'],
    ['{{ value_json.value | is_defined | int }}', '{"value":"12"}', '12'],
    ['{{ (value_json.hex | int(base=16)) }}', '{"hex":"0x1f"}', '31'],
    ['{% if value_json.get("rssi") -%}home{%- else -%}not_home{%- endif %}', '{"rssi":-70}', 'home'],
    ['{{ value_json.servicedata[0:4] | is_defined }}', '{"servicedata":"0a1b2c3d"}', '0a1b'],
  ],
  rtl_433: [
    ['{{ value|float|multiply(1.8)|add(32)|round(1) }}', '21.5', '70.7'],
    ['{{ value|float|round(1) }}', '7.149', '7.1'],
    ['{{ (float(value|float) * 3.6)|round(2) }}', '1.5', '5.4'],
    ['{{ ((float(value)|float * 99)|round(0)) + 1 }}', '1', '100'],
    ['{{ value|int * 0.1 }}', '3', '0.30000000000000004'],
    ['{{ value|float / 1000 }}', '1013', '1.013'],
  ],
  Valetudo: [
    ['{{ value_json.state }}', '{"state":"docked","battery_level":100}', 'docked'],
    ["{{ value_json['wifi'].signal if value_json['wifi'] is defined else 'unknown' }}", '{}', 'unknown'],
    ["{% if value == 'true' %}ON{% else %}OFF{% endif %}", 'true', 'ON'],
    ["{{ value_json | map(attribute='name') | join(', ') }}", '[{"name":"Main brush"},{"name":"Filter"}]', 'Main brush, Filter'],
    ['{{ (value | int / 60) | round(0) }}', '3570', '60'],
    ['{{ value_json | tojson }}', '{"b":1,"a":"<x>"}', '{"a": "\\u003cx\\u003e", "b": 1}'],
  ],
  'Z-Wave JS UI': [
    ['{{ value_json.value }}', '{"time":1700000000000,"value":false}', 'False'],
    ['{{ value_json.value | round(1) }}', '{"value":21.25}', '21.2'],
    ["{{ 'ON' if value_json.value == 255 else 'OFF' }}", '{"value":255}', 'ON'],
    ["{{ 'true' if value_json.value | int > 0 else 'false' }}", '{"value":0}', 'false'],
    ["{{ {0: 'off', 1: 'heat', 11: 'energy_heat'}[value_json.value] | default('off') }}", '{"value":11}', 'energy_heat'],
    ['{{ (value_json.value / 99 * 255) | round(0) }}', '{"value":50}', '129'],
    ['{% if value_json.value is none %}unknown{% elif value_json.value %}on{% else %}off{% endif %}', '{"value":null}', 'unknown'],
  ],
  Shelly: [
    ['{{ value_json.output }}', '{"id":0,"source":"mqtt","output":true}', 'True'],
    ["{{ 'on' if value_json.output else 'off' }}", '{"output":false}', 'off'],
    ["{{ value_json['switch:0'].apower }}", '{"switch:0":{"apower":40.2}}', '40.2'],
    ['{{ value_json.aenergy.total | float / 1000 }}', '{"aenergy":{"total":1500}}', '1.5'],
    ['{{ (as_timestamp(now()) - value_json.uptime) | timestamp_custom("%Y-%m-%d %H:%M", false) }}', '{"uptime":800}', '2023-11-14 22:00'],
    ['{{ (as_timestamp(utcnow()) - value_json.uptime) | timestamp_utc }}', '{"uptime":3600}', '2023-11-14T21:13:20+00:00'],
    [
      '{{ value_json.temperature.tC if value_json.temperature is defined and is_number(value_json.temperature.tC) else none }}',
      '{"temperature":{"tC":41.9}}',
      '41.9',
    ],
    ['{{ [0, [value_json.position, 100]|min]|max }}', '{"position":120}', '100'],
    ["{{ value.split('.')[0] }}", '1.14.0', '1'],
    ['{{ value_json.input.0 }}', '{"input":["short_push"]}', 'short_push'],
    ["{{ iif(value_json.overtemperature, 'ON', 'OFF') }}", '{"overtemperature":true}', 'ON'],
    ['{{ (value_json.keys() | list)[0] }}', '{"relay":1}', 'relay'],
  ],
  covers: [
    [COVER, '{"moving":"UP","position":10}', 'opening'],
    [COVER, '{"moving":"DOWN","position":10}', 'closing'],
    [COVER, '{"moving":"STOP","position":0}', 'closed'],
    [COVER, '{"position":55}', 'open'],
    ['{{ 100 - value_json.position }}', '{"position":30}', '70'],
  ],
  'text without expressions': [
    ['ON', 'whatever', 'ON'],
    ['  spaced  ', '', 'spaced'],
    ['{# a remark #}7', '', '7'],
  ],
};

describe.each(Object.entries(SENDERS))('%s', (_, cases) => {
  it.each(cases.map((entry) => [...entry] as [string, string, string]))('%s with %s', (template, payload, expected) => {
    expect(render(template, payload)).toBe(expected);
  });
});

it('fails, so that the old state stays, where Home Assistant fails', () => {
  for (const [template, payload] of [
    ['{{ value_json.tempc | is_defined }}', '{"rssi":-70}'],
    ['{{ value_json.POWER }}', 'no JSON'],
    ['{{ value_json.SENSOR.BME280.Temperature }}', '{"POWER":"ON"}'],
    ['{{ value|float }}', 'unknown'],
    ['{{ value_json.x|float(0) }}', '{}'],
    ['{{ 1 / value|int }}', '0'],
  ] as const) {
    expect(() => render(template, payload), template).toThrow(TemplateError);
  }
});

describe('commands', () => {
  it.each([
    ['{{ value }}', 21, '21'],
    ['{{ value }}', 21.5, '21.5'],
    ['{{ value|int }}', 21.5, '21'],
    ['{"brightness": {{ value }}, "transition": 2}', 128, '{"brightness": 128, "transition": 2}'],
    ['{{ (value / 100 * 255)|round(0) }}', 50, '128'],
    ["{{ {'low': 1, 'high': 3}[value] }}", 'high', '3'],
    ["{{ 'ON' if value else 'OFF' }}", true, 'ON'],
    ['{{ {"position": value} | to_json }}', 40, '{"position":40}'],
  ])('%s with %s', (template, value, expected) => {
    expect(renderCommand(compileTemplate(template), value, clock)).toBe(expected);
  });
});

it('gives further variables', () => {
  const template = compileTemplate('{{ entity_id }} {{ name }} {{ this.state }}');
  expect(renderValue(template, '', clock, { entity_id: 'light.x', name: 'X', this: { state: 'on' } })).toBe('light.x X on');
});
