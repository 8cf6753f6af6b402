import { describe, expect, it } from 'vitest';
import { TemplateError, compileTemplate, renderValue } from './template.js';

/** 14 November 2023, 22:13:20.123 UTC. */
const clock = { now: () => 1_700_000_000_123 };

const PAYLOAD = `{"state":"ON","brightness":120,"action":"brightness_step_up","battery":87.5,"a":null,"t":21.0,"list":[3,1,2],"o":{"x":1,"y":[1,2.5,"é'"]},"flag":true,"off":false,"n":"12.5","neg":-7,"u":1e-7,"big":12345678901234567890,"items":[1],"s":"hello world, this is a rather long text","e":"","uptime":3600, "ip":"192.168.1.5"}`;

/** The expected texts are those of Jinja 3.1 on Python 3.11, with Home Assistant's filters, in UTC. */
describe('the language, as Python has it', () => {
  it.each([
    [
      '{{ value }}',
      `{"state":"ON","brightness":120,"action":"brightness_step_up","battery":87.5,"a":null,"t":21.0,"list":[3,1,2],"o":{"x":1,"y":[1,2.5,"é'"]},"flag":true,"off":false,"n":"12.5","neg":-7,"u":1e-7,"big":12345678901234567890,"items":[1],"s":"hello world, this is a rather long text","e":"","uptime":3600, "ip":"192.168.1.5"}`,
    ],
    [
      '{{ value_json }}',
      `{'state': 'ON', 'brightness': 120, 'action': 'brightness_step_up', 'battery': 87.5, 'a': None, 't': 21.0, 'list': [3, 1, 2], 'o': {'x': 1, 'y': [1, 2.5, "é'"]}, 'flag': True, 'off': False, 'n': '12.5', 'neg': -7, 'u': 1e-07, 'big': 12345678901234567890, 'items': [1], 's': 'hello world, this is a rather long text', 'e': '', 'uptime': 3600, 'ip': '192.168.1.5'}`,
    ],
    ['{{ value_json.state }}', 'ON'],
    ['{{ value_json["brightness"] }}', '120'],
    ['{{ value_json.a }}', 'None'],
    ['{{ value_json.a is none }}', 'True'],
    ['{{ value_json.missing }}', ''],
    ["{{ value_json.get('missing') }}", 'None'],
    ["{{ value_json.get('a', 5) }}", 'None'],
    ["{{ value_json.get('q', 5) }}", '5'],
    ['{{ value_json.t }}|{{ value_json.t|int }}|{{ value_json.t * 2 }}|{{ value_json.brightness / 2 }}', '21.0|21|42.0|60.0'],
    [
      '{{ 10/2 }} {{ 5//2 }} {{ -5//2 }} {{ -5 % 3 }} {{ 5 % -3 }} {{ 5.5 // 2 }} {{ -5.5 % 2 }} {{ 2**10 }} {{ 2**-1 }} {{ 2**0.5 }}',
      '5.0 2 -3 1 -1 2.0 0.5 1024 0.5 1.4142135623730951',
    ],
    [
      '{{ 7|round }} {{ 7.5|round(0) }} {{ 7.123|round(1) }} {{ 2.675|round(2) }} {{ 0.125|round(2) }} {{ 2.5|round }} {{ 3.5|round }} {{ -2.5|round }} {{ 1234.5|round(-2) }}',
      '7 8 7.1 2.67 0.12 2 4 -2 1200.0',
    ],
    ["{{ 7.11|round(1,'ceil') }} {{ 7.19|round(1,'floor') }} {{ 7.3|round(1,'half') }} {{ 7.3|round(0,'ceil') }}", '7.2 7.1 7.5 8'],
    ["{{ 'x'|round(default=3) }}", '3'],
    ["{{ 'x'|round(1, 'common', none) }}", 'None'],
    ['{{ 0.1 + 0.2 }} {{ 1.0 * 10**22 }} {{ 3.0 }} {{ -0.0 }}', '0.30000000000000004 1e+22 3.0 -0.0'],
    ['{{ value_json.big }}', '12345678901234567890'],
    [
      '{{ value_json.flag }} {{ value_json.off }} {{ value_json.flag|lower }} {{ not value_json.flag }} {{ value_json.flag + 1 }}',
      'True False true False 2',
    ],
    ['{{ value_json.flag|string|lower }}', 'true'],
    ['{{ value_json.list }} {{ value_json.o }}', `[3, 1, 2] {'x': 1, 'y': [1, 2.5, "é'"]}`],
    [
      '{{ value_json.list[0] }} {{ value_json.list.0 }} {{ value_json.list[-1] }} {{ value_json.list[9] }} {{ value_json.list[1:] }} {{ value_json.list[::-1] }} {{ value_json.list[:-1] }}',
      '3 3 2  [1, 2] [2, 1, 3] [3, 1]',
    ],
    ['{{ value_json.list[9] is undefined }}', 'True'],
    [
      '{{ value_json.list|sort }} {{ value_json.list|sort(reverse=true) }} {{ value_json.list|max }} {{ value_json.list|min }} {{ value_json.list|sum }} {{ value_json.list|first }} {{ value_json.list|last }} {{ value_json.list|length }}',
      '[1, 2, 3] [3, 2, 1] 3 1 6 3 2 3',
    ],
    ["{{ value_json.list|join }} {{ value_json.list|join(', ') }}", '312 3, 1, 2'],
    [
      "{{ value_json.list|map('string')|list }} {{ value_json.list|map('float')|list }} {{ value_json.list|map('multiply', 2)|list }}",
      "['3', '1', '2'] [3.0, 1.0, 2.0] [6.0, 2.0, 4.0]",
    ],
    [
      "{{ value_json.list|select('odd')|list }} {{ value_json.list|reject('odd')|list }} {{ value_json.list|select('gt', 1)|list }} {{ value_json.list|select('in', [1,2])|list }}",
      '[3, 1] [2] [3, 2] [1, 2]',
    ],
    ["{{ value_json.list|unique|list }} {{ value_json.list|reverse|list }} {{ 'abc'|reverse }}", '[3, 1, 2] [2, 1, 3] cba'],
    ["{{ value_json['items'] }}", '[1]'],
    [
      '{{ value_json.o.keys()|list }} {{ value_json.o.values()|list }} {{ value_json.o.items()|list }} {{ value_json.o|items|list }}',
      `['x', 'y'] [1, [1, 2.5, "é'"]] [('x', 1), ('y', [1, 2.5, "é'"])] [('x', 1), ('y', [1, 2.5, "é'"])]`,
    ],
    ['{{ value_json.keys()|first }} {{ (value_json.keys()|list)[1] }}', 'state brightness'],
    ['{{ value_json.keys() | list | length }}', '19'],
    ['{% for k, v in value_json.o.items() %}{{ loop.index }}:{{ k }}={{ v }};{% endfor %}', `1:x=1;2:y=[1, 2.5, "é'"];`],
    [
      '{% for x in value_json.list %}{{ loop.first }}{{ loop.last }}{{ loop.index0 }}{{ loop.revindex }}{{ loop.length }}{{ x }}{% if not loop.last %},{% endif %}{% else %}none{% endfor %}',
      'TrueFalse0333,FalseFalse1231,FalseTrue2132',
    ],
    ['{% for x in [] %}a{% else %}none{% endfor %}', 'none'],
    ['{% for x in value_json.list if x > 1 %}{{ x }}/{{ loop.length }} {% endfor %}', '3/2 2/2'],
    ['{% for x in range(5) %}{% if x == 1 %}{% continue %}{% endif %}{% if x == 3 %}{% break %}{% endif %}{{ x }}{% endfor %}', '02'],
    ['{% for x in value_json.zzz %}{{ x }}{% endfor %}', ''],
    ["{% for x in 'aé' %}{{ x }}-{% endfor %}", 'a-é-'],
    ['{% for k in value_json.o %}{{ k }}{% endfor %}', 'xy'],
    ['{% set x = 1 %}{% for i in [1,2] %}{% set x = x + i %}{{ x }}{% endfor %}{{ x }}', '231'],
    ["{% set ns = namespace(x=1, y='a') %}{% for i in [1,2] %}{% set ns.x = ns.x + i %}{% endfor %}{{ ns.x }}{{ ns.y }}{{ ns.q }}", '4a'],
    ['{% set a, b = 1, 2 %}{{ a + b }}{{ (a, b) }}', '3(1, 2)'],
    ['{% set t %}hi {{ value_json.state }}{% endset %}{{ t|upper }}', 'HI ON'],
    ["{% if value_json.state == 'ON' %}on{% elif value_json.state == 'OFF' %}off{% else %}?{% endif %}", 'on'],
    ['{%- if value_json.brightness > 100 -%} bright {%- else -%} dim {%- endif -%}', 'bright'],
    ["{{ 'a' if value_json.flag else 'b' }} {{ 'a' if value_json.off }} {{ 'a' if false else 'b' if false else 'c' }}", 'a  c'],
    [
      "{{ {'ON': 1, 'OFF': 0}[value_json.state] }} {{ {0:'a',1:'b'}[1] }} {{ {True:'on',False:'off'}[value_json.flag] }} {{ {1:'x'}[True] }} {{ {'a':1}.a }} {{ {1.0: 'f'}[1] }}",
      '1 b on x 1 f',
    ],
    [
      "{% set values = {None:None,'idle':'idle','heat':'heating'} %}{{ values[value_json.a] }} {{ values['heat'] }} {{ values[value_json.nope] }}",
      'None heating',
    ],
    [
      "{{ {'a':1,'b':[1,2.0,None,True]} }} {{ (1,'a') }} {{ [] }} {{ {} }} {{ [ [1] ] }} {{ \"it's\" }} {{ [\"it's\", 'q\"q', 'both\\'\"', 'tab\\t', 'é', 'x\\x01'] }}",
      "{'a': 1, 'b': [1, 2.0, None, True]} (1, 'a') [] {} [[1]] it's [\"it's\", 'q\"q', 'both\\'\"', 'tab\\t', 'é', 'x\\x01']",
    ],
    ["{{ 'x' in value_json.nope }}", 'False'],
    ["{{ not 'x' in value_json.o }}", 'False'],
    [
      "{{ 1 < 2 < 3 }} {{ 3 > 2 > 2 }} {{ (1 < 2) == true }} {{ 1 == 1.0 }} {{ 1 == True }} {{ '1' == 1 }} {{ 1 < 2 == 2 }} {{ (1 < 2) == 2 }}",
      'True False True True True False True False',
    ],
    [
      "{{ none == none }} {{ value_json.nope == none }} {{ value_json.nope == value_json.nada }} {{ value_json.nope == '' }}",
      'True False True False',
    ],
    ["{{ 'a' ~ 1 ~ none ~ true ~ 1.0 }} {{ 1 ~ 2 * 3 }}", 'a1NoneTrue1.0 16'],
    ["{{ 'ab' * 3 }} {{ [1] * 2 }} {{ 'a' + 'b' }} {{ [1] + [2] }} {{ (1,2) + (3,4) }}", 'ababab [1, 1] ab [1, 2] (1, 2, 3, 4)'],
    ['{{ -3|abs }} {{ 3.5|abs }} {{ -2**2 }} {{ 2**3**2 }} {{ - 3 }} {{ +3 }} {{ 5 - -3 }} {{ 5-3 }}', '3 3.5 4 64 -3 3 8 2'],
    [
      "{{ '5'|int }} {{ '5.7'|int }} {{ ' 5 '|int }} {{ 'x'|int(0) }} {{ 'x'|int(default=none) }} {{ '0x1A'|int(base=16) }} {{ 'ff'|int(0,16) }} {{ '1_000'|int }} {{ true|int }} {{ none|int(3) }} {{ 5.9|int }} {{ -5.9|int }} {{ '-5.9'|int }}",
      '5 5 5 0 None 26 255 1000 1 3 5 -5 -5',
    ],
    [
      "{{ '5'|float }} {{ '5.7'|float }} {{ 'x'|float(0) }} {{ 'x'|float(default=1.5) }} {{ '1e3'|float }} {{ '.5'|float }} {{ '5.'|float }} {{ 'inf'|float }} {{ '-nan'|float }} {{ none|float(2) }} {{ float('3') }} {{ int('3') }} {{ float('z', 1) }} {{ int('z', 1) }}",
      '5.0 5.7 0 1.5 1000.0 0.5 5.0 inf nan 2 3.0 3 1 1',
    ],
    [
      "{{ value_json.n|float|multiply(0.1)|round(2) }} {{ value_json.n|multiply(2) }} {{ value_json.n|add(1) }} {{ 'x'|multiply(2, 7) }} {{ 'x'|multiply(2, default=none) }}",
      '1.25 25.0 13.5 7 None',
    ],
    ['{{ (value_json.battery|float * 0.5 + 3)|round(1) }} {{ (value_json.neg | float / 3) | round(2) }}', '46.8 -2.33'],
    [
      "{{ is_number('5') }} {{ is_number('x') }} {{ is_number(none) }} {{ is_number('inf') }} {{ '5' is is_number }} {{ '5'|is_number }} {{ is_number(true) }}",
      'True False False False True True True',
    ],
    [
      "{{ value_json.nope|default('d') }} {{ value_json.a|default('d') }} {{ value_json.a|default('d', true) }} {{ value_json.e|default('d', True) }} {{ value_json.nope|d }} {{ value_json.a|default('d', boolean=true) }} {{ value_json.nope|default(none) }}",
      'd None d d  d None',
    ],
    ["{{ value_json.nope|default('',True)|string|truncate(254, True, '', 0) }}", ''],
    [
      "{{ value_json.s|truncate(10) }} {{ value_json.s|truncate(10, true) }} {{ value_json.s|truncate(10, true, '', 0) }} {{ value_json.s|truncate(255) }} {{ value_json.s|truncate(14, false, '..') }} {{ 'abcdefghij'|truncate(5) }} {{ 'abcdefghijk'|truncate(5) }}",
      'hello... hello w... hello worl hello world, this is a rather long text hello.. abcdefghij ab...',
    ],
    [
      "{{ value_json.s|title }} {{ value_json.s|capitalize }} {{ value_json.s|upper }} {{ 'ÄÖ'|lower }} {{ 'foo-bar (baz) it\\'s'|title }} {{ \"foo-bar it's\".title() }}",
      "Hello World, This Is A Rather Long Text Hello world, this is a rather long text HELLO WORLD, THIS IS A RATHER LONG TEXT äö Foo-Bar (Baz) It's Foo-Bar It'S",
    ],
    [
      "{{ '  x '|trim }}| {{ 'xxaxx'|trim('x') }} {{ ' a '.strip() }}| {{ 'xax'.strip('x') }} {{ 'xax'.lstrip('x') }} {{ 'xax'.rstrip('x') }}",
      'x| a a| a ax xa',
    ],
    [
      "{{ value_json.s|replace('l', 'L') }} {{ value_json.s.replace('l','L') }} {{ 'aaa'|replace('a','b',2) }} {{ 'aaa'.replace('a','b',1) }} {{ 'ab'.replace('','-') }} {{ 'ab'|replace('','-', 2) }} {{ 5|replace(5, 6) }} {{ none|replace('o','0') }}",
      'heLLo worLd, this is a rather Long text heLLo worLd, this is a rather Long text bba baa -a-b- -a-b 6 N0ne',
    ],
    [
      "{{ 'a,b,c'.split(',') }} {{ 'a b  c '.split() }} {{ 'a,b,c'.split(',', 1) }} {{ 'a b  c d'.split(none, 1) }} {{ 'a,b'.split(',')[1] }} {{ ''.split() }} {{ ''.split(',') }} {{ (value_json.ip.split('.')|last) }} {{ 'a b  c '.split(none, 1) }}",
      "['a', 'b', 'c'] ['a', 'b', 'c'] ['a', 'b,c'] ['a', 'b  c d'] b [] [''] 5 ['a', 'b  c ']",
    ],
    [
      "{{ 'abc'.startswith('a') }} {{ 'abc'.endswith(('x','c')) }} {{ 'abc'.startswith('b') }} {{ 'Abc'.lower() }} {{ 'abc'.upper() }} {{ 'abc'.capitalize() }} {{ 'banana'.count('an') }} {{ 'abc'.find('c') }} {{ '12'.isdigit() }} {{ '7'.zfill(3) }} {{ '-7'.zfill(3) }} {{ ','.join(['a','b']) }}",
      'True True False abc ABC Abc 2 2 True 007 -07 a,b',
    ],
    [
      "{{ 'abc'[0] }}{{ 'abc'[-1] }}{{ 'abc'[1:] }}{{ 'abc'[5] }}{{ 'abcdef'[1:5:2] }}{{ 'abc'[::-1] }} {{ 'abc'[-2:] }} {{ 'abc'[5:] }} {{ value[0:3] }}",
      'acbcbdcba bc  {"s',
    ],
    ["{{ '😀a'|length }} {{ '😀a'[0] }} {{ '😀a'[1:] }} {{ '😀a'|list }}", "2 😀 a ['😀', 'a']"],
    ["{{ 'abc'|length }} {{ value_json.nope|length }} {{ value_json.o|length }} {{ 'abc'|count }}", '3 0 2 3'],
    [
      '{{ value_json|tojson }}',
      '{"a": null, "action": "brightness_step_up", "battery": 87.5, "big": 12345678901234567890, "brightness": 120, "e": "", "flag": true, "ip": "192.168.1.5", "items": [1], "list": [3, 1, 2], "n": "12.5", "neg": -7, "o": {"x": 1, "y": [1, 2.5, "\\u00e9\\u0027"]}, "off": false, "s": "hello world, this is a rather long text", "state": "ON", "t": 21.0, "u": 1e-07, "uptime": 3600}',
    ],
    [
      "{{ {'a':1.0,'b':[1,'é<&>\\'']}|tojson }} {{ {'a':1.0,'b':[1,'é<']}|to_json }} {{ {'a':[1,{}],'é':2}|to_json(ensure_ascii=true) }} {{ {1:2,none:3,true:4}|to_json }} {{ (1,2)|to_json }} {{ 'x'|to_json }} {{ none|to_json }} {{ true|tojson }}",
      '{"a": 1.0, "b": [1, "\\u00e9\\u003c\\u0026\\u003e\\u0027"]} {"a":1.0,"b":[1,"é<"]} {"a": [1, {}], "\\u00e9": 2} {"1":4,"null":3} [1,2] "x" null true',
    ],
    [
      "{{ {'a':[1,{},[]], 'b':{'c':1}}|to_json(pretty_print=true) }}",
      '{\n  "a": [\n    1,\n    {},\n    []\n  ],\n  "b": {\n    "c": 1\n  }\n}',
    ],
    [`{{ '{"a": 1.0, "b": [1]}'|from_json }} {{ ('{"a": 1}'|from_json).a }} {{ '5'|from_json + 1 }}`, "{'a': 1.0, 'b': [1]} 1 6"],
    [
      "{{ 'aXbX'|regex_replace('X','-') }} {{ 'abc'|regex_replace('(b)','[\\\\1]') }} {{ 'abc'|regex_replace('B','x',true) }} {{ 'a1b22'|regex_findall('[0-9]+') }} {{ 'a1b22'|regex_findall('([a-z])([0-9]+)') }} {{ 'a1b22'|regex_findall('([0-9]+)') }} {{ 'a1b22'|regex_findall_index('[0-9]+', 1) }} {{ 'abc'|regex_match('b') }} {{ 'abc'|regex_match('a') }} {{ 'abc'|regex_search('b') }} {{ 'a1' is match('[a-z]') }} {{ 'a1' is search('1$') }} {{ 'ABC'|regex_search('b', true) }}",
      "a-b- a[b]c axc ['1', '22'] [('a', '1'), ('b', '22')] ['1', '22'] 22 False True True True True True",
    ],
    [
      "{{ 'a1b'|regex_findall('\\d') }} {{ 'x y'|regex_replace('\\s', '') }} {{ 'abc'|regex_findall('x*') }} {{ 'abc'|regex_replace('x*','-') }} {{ 'ab_c'|regex_findall('^(?P<q>ab)(?:_(?P<r>c|d))?$') }} {{ 'ab'|regex_findall('^(?P<q>ab)(?:_(?P<r>c|d))?$') }}",
      "['1'] xy ['', '', '', ''] -a-b-c- [('ab', 'c')] [('ab', '')]",
    ],
    [
      "{{ 3 is odd }} {{ 4 is even }} {{ 9 is divisibleby(3) }} {{ 9 is divisibleby 3 }} {{ 9 is not divisibleby(2) }} {{ 1 is eq 1 }} {{ 1 is equalto(2) }} {{ 1 is in [1,2] }} {{ 1 is in([1,2]) }} {{ 5 is ge 5 }} {{ 'a' is lower }} {{ 'A' is upper }} {{ '1' is lower }}",
      'True True True True True True False True True True True True False',
    ],
    [
      '{{ 9 is divisibleby 3 and 4 is even }} {{ 9 is not none }} {{ 9 is not defined }} {{ x is not defined }} {{ x is defined and x }} {{ 1 is number|string }}',
      'True True False True False True',
    ],
    [
      "{{ 5 is number }} {{ 5.0 is number }} {{ true is number }} {{ '5' is number }} {{ 5 is integer }} {{ 5.0 is float }} {{ true is integer }} {{ true is boolean }} {{ 'a' is string }} {{ [] is sequence }} {{ 'a' is sequence }} {{ {} is mapping }} {{ 5 is iterable }} {{ [] is iterable }} {{ {} is sequence }} {{ none is none }} {{ true is true }} {{ 1 is true }} {{ false is false }} {{ value_json.nope is sequence }} {{ value_json.nope is iterable }} {{ [] is list }}",
      'True True True False True True False True True True True True False True True True True False True True True True',
    ],
    ["{{ true|bool }} {{ 'on'|bool }} {{ 'x'|bool(false) }} {{ 1|bool }} {{ bool('off') }}", 'True True False True False'],
    [
      "{{ iif(true, 'a', 'b') }} {{ (1==2)|iif('a','b') }} {{ none|iif('a','b','c') }} {{ none|iif('a','b') }} {{ iif(value_json.flag) }} {{ iif(value_json.off, 'a', none) }}",
      'a b c b True None',
    ],
    [
      "{{ min(1,2) }} {{ max([1,2.5]) }} {{ min(value_json.list) }} {{ max('a','B') }} {{ min(value_json.brightness, 100) }} {{ [max(0, -5), 3]|min }} {{ []|max }}",
      '1 2.5 1 B 100 0',
    ],
    [
      "{{ zip([1,2],['a','b'])|list }} {{ dict(a=1, b=2) }} {{ dict([('a',1)]) }} {{ dict.from_keys([('a',1),('b',2)]) }} {{ dict({'a':1}, b=2) }} {{ dict(zip(['a'],[1])) }}",
      "[(1, 'a'), (2, 'b')] {'a': 1, 'b': 2} {'a': 1} {'a': 1, 'b': 2} {'a': 1, 'b': 2} {'a': 1}",
    ],
    ['{{ range(3)|list }} {{ range(1,4)|list }} {{ range(5,0,-2)|list }} {{ range(0)|list }}', '[0, 1, 2] [1, 2, 3] [5, 3, 1] []'],
    ['{{ 255|bitwise_and(15) }} {{ 1|bitwise_or(6) }}', '15 7'],
    ["{{ 'hé'|base64_encode }} {{ 'aMOp'|base64_decode }}", 'aMOp hé'],
    [
      '{{ 1|ordinal }} {{ 2|ordinal }} {{ 11|ordinal }} {{ 113|ordinal }} {{ 23|ordinal }} {{ 10|ordinal }}',
      '1st 2nd 11th 113th 23rd 10th',
    ],
    [
      "{{ 1700000000|timestamp_custom('%Y-%m-%d %H:%M:%S') }} {{ 1700000000|timestamp_custom('%-d.%-m.%y %I:%M %p %A %a %B %b %j %f %%') }} {{ 1700000000.5|timestamp_local }} {{ 1700000000|timestamp_utc }} {{ 'x'|timestamp_custom('%H', true, 'n/a') }} {{ 0|timestamp_custom }} {{ 1700000000|timestamp_custom('%H:%M', false) }} {{ -1.5|timestamp_utc }}",
      '2023-11-14 22:13:20 14.11.23 10:13 PM Tuesday Tue November Nov 318 000000 % 2023-11-14T22:13:20.500000+00:00 2023-11-14T22:13:20+00:00 n/a 1970-01-01 00:00:00 22:13 1969-12-31T23:59:58.500000+00:00',
    ],
    [
      "{{ as_timestamp('2024-01-01T00:00:00+00:00') }} {{ '2024-01-01 12:00:00'|as_timestamp }} {{ as_timestamp(now()) }} {{ (as_timestamp(now()) - value_json.uptime)|timestamp_local }} {{ as_timestamp('x', 0) }}",
      '1704067200.0 1704110400.0 1700000000.123 2023-11-14T21:13:20.123000+00:00 0',
    ],
    [
      "{{ as_datetime('2024-01-01T00:00:00+02:00') }} {{ as_datetime(1700000000) }} {{ '1700000000.25'|as_datetime }} {{ as_datetime('x') }} {{ as_datetime(none, 'q') }} {{ as_datetime('2024-02-30') }}",
      '2024-01-01 00:00:00+02:00 2023-11-14 22:13:20+00:00 2023-11-14 22:13:20.250000+00:00 None q None',
    ],
    [
      "{{ now() }} {{ now().isoformat() }} {{ utcnow().year }} {{ now().strftime('%H:%M') }} {{ now().timestamp() }} {{ now() is datetime }}",
      '2023-11-14 22:13:20.123000+00:00 2023-11-14T22:13:20.123000+00:00 2023 22:13 1700000000.123 True',
    ],
    [
      "{{ value_json.o|map('upper')|join(',') }} {{ [{'a':{'b':1}},{'a':{'b':2}}]|map(attribute='a.b')|list }} {{ [{'a':1},{}]|map(attribute='a', default=0)|list }} {{ [(1,2)]|map(attribute=1)|first }} {{ [[1,2]]|map(attribute='0')|list }}",
      'X,Y [1, 2] [1, 0] 2 [1]',
    ],
    [
      "{{ [{'n':'x','v':2},{'n':'y','v':1}]|selectattr('n','eq','x')|map(attribute='v')|first }} {{ [{'n':'x'},{}]|selectattr('n')|list }} {{ [{'n':'x'},{}]|selectattr('n','defined')|list }} {{ [{'n':'x','v':2},{'n':'y','v':1}]|sort(attribute='v')|map(attribute='n')|list }} {{ [{'v':2},{'v':1}]|sum(attribute='v') }} {{ [{'v':2},{'v':1}]|max(attribute='v') }} {{ ['b','A']|sort }} {{ ['b','A']|sort(case_sensitive=true) }} {{ ['a','A']|unique|list }}",
      "2 [{'n': 'x'}] [{'n': 'x'}] ['y', 'x'] 3 {'v': 2} ['A', 'b'] ['A', 'b'] ['a']",
    ],
    ['{{ ([]|first) is defined }} {{ []|first }} {{ []|last }} {{ []|sum }} {{ []|join }}', 'False   0'],
    ['{{ [1,0,2]|select|list }} {{ [1,0]|reject|list }} {{ [1,2]|contains(1) }} {{ [1,2] is contains(3) }}', '[1, 2] [0] True False'],
    ["{{ [1,2]|map('upper') is defined }}", 'True'],
    ['{{ value_json.state|is_defined }}', 'ON'],
    ['{{ value_json.a|is_defined }}', 'None'],
    [
      '{{ value_json.a.b }} {{ value_json.a.b is defined }} {{ value_json.brightness.x is defined }} {{ value_json.list.x is defined }}',
      'False False False',
    ],
    ["{{ True and 'x' }} {{ '' or 'y' }} {{ none or 0 }} {{ 1 and 0 and x.y }} {{ not not 1 }}", 'x y 0 0 True'],
    ['text {{ value_json.state }} more', 'text ON more'],
    ['{"state": "{{ value_json.state }}", "v": {{ value_json.brightness }}}', '{"state": "ON", "v": 120}'],
    ['{# c #}x{#- c -#} y', 'xy'],
    [
      '{{ value_json.brightness // 2.55 }} {{ (value_json.brightness / 255 * 100)|round(0) }} {{ (value_json.brightness / 255 * 100)|int }} {{ value_json.brightness|int / 10 }}',
      '47.0 47 47 12.0',
    ],
    ['{{ value_json.list + [4] }} {{ (value_json.list + [4])|length }}', '[3, 1, 2, 4] 4'],
    [
      '{{ 1000000 * 1000000 * 1000000 * 10 }} {{ 2**100 }} {{ (2**100)|string|length }} {{ 2**100 / 3 }} {{ 7 // -2 }} {{ -7 // -2 }} {{ 7.0 // -2 }} {{ 0.3 % 0.1 }} {{ -1 // 3.0 }}',
      '10000000000000000000 1267650600228229401496703205376 31 4.2255020007607644e+29 -4 3 -4.0 0.09999999999999998 -1.0',
    ],
    ["{{ value_json['state']['x'] }} {{ value_json.state.x is defined }} {{ (1,2)[0] }} {{ (1,2)[0:1] }}", 'False 1 (1,)'],
    ["{{ 'a\\nb' }} {{ ['a\\nb'] }} {{ 'a\\\\b' }} {{ \"\\u00e9\" }}", "a\nb ['a\\nb'] a\\b é"],
    [
      "{{ value_json.flag and 'yes' or 'no' }} {{ 'yes' if value_json.brightness|int > 100 and value_json.state == 'ON' else 'no' }}",
      'yes yes',
    ],
    [
      "{{ value_json.s.split(' ')|map('capitalize')|join(' ') }} {{ value_json.s|upper|replace(' ', '_')|truncate(8, True, '') }}",
      'Hello World, This Is A Rather Long Text HELLO_WO',
    ],
    [
      "{{ value_json.get('o', {}).get('x', 0) }} {{ value_json.o.y[2] }} {{ value_json.o.get('y')[1]|float }} {{ value_json['o']['y'][0] }}",
      "1 é' 2.5 1",
    ],
    ["{{ 1 if value_json.state in ['ON', 'on'] else 0 }} {{ value_json.state in ('ON','x') }}", '1 True'],
    ['{{ value|length > 5 }} {{ value is string }} {{ value|int(-1) }}', 'True True -1'],
    [
      "{{ value_json.nope ~ 'x' }} {{ value_json.nope|lower }} {{ value_json.nope|trim }} {{ value_json.nope|string }} {{ value_json.nope|list }} {{ value_json.nope|join }} {{ value_json.nope|replace('a','b') }} {{ value_json.nope|upper }} {{ value_json.nope|sort }}",
      'x    []    []',
    ],
    [
      "{{ none|lower }} {{ none|string }} {{ 1|string + 'a' }} {{ 1.0|string }} {{ true|upper }} {{ [1]|string }} {{ [1]|upper }} {{ 12|truncate(5) if false }}",
      'none None 1a 1.0 TRUE [1] [1]',
    ],
    ["{{ [{'a':2,'b':1},{'a':1,'b':2},{'a':1,'b':1}]|sort(attribute='a,b')|map(attribute='b')|list }}", '[1, 2, 1]'],
  ])('%s', (template, expected) => {
    expect(renderValue(compileTemplate(template), PAYLOAD, clock)).toBe(expected);
  });

  it.each([
    '{{ value_json.missing.x }}',
    "{{ value_json.missing.get('x') }}",
    "{{ 'x'|round }}",
    '{% for x in 5 %}{{ x }}{% endfor %}',
    '{% set a, b = [1] %}{{ a }}',
    "{{ 'ON' in value_json.state }} {{ 1 in value_json.list }} {{ 'x' in value_json.o }} {{ 'z' not in value_json.o }} {{ 'a' in 'abc' }} {{ 1 in 'abc' }}",
    "{{ 1 < 'a' }}",
    "{{ 'a' + 1 }}",
    '{{ [1] + (2,3) }}',
    '{{ 1/0 }}',
    '{{ 1//0 }}',
    '{{ 1.0 % 0 }}',
    "{{ 'x'|int }}",
    "{{ 'x'|float }}",
    '{{ value_json.nope|float(0) }}',
    '{{ value_json.nope|int(0) }}',
    '{{ value_json.nope|round(1) }}',
    '{{ value_json.nope|is_number }}',
    "{{ 'x'|multiply(2) }}",
    "{{ 'a'.split('') }}",
    "{{ value_json.startswith('a') }}",
    '{{ value_json.a.lower() }}',
    '{{ 5.lower() }}',
    '{{ value_json.brightness.lower() }}',
    '{{ 5|length }}',
    "{{ {'a': value_json.nope}|to_json }}",
    "{{ 'x'|from_json }}",
    "{{ 'abc'|regex_findall_index('x', 0) }}",
    "{{ 'x'|bool }}",
    '{{ min(5) }}',
    "{{ 'x'|timestamp_local }}",
    "{{ '1700000000'|timestamp_local }}",
    "{{ as_timestamp('x') }}",
    "{{ [1,'a']|sort }}",
    '{{ value_json.nope|is_defined }}',
    '{{ value_json.a.b.c }}',
    '{{ value_json.nope + 1 }}',
    '{{ value_json.nope > 1 }}',
    '{{ value_json.nope[0] }}',
    '{{ none|length }}',
    '{{ none + 1 }}',
    '{{ 12|truncate(5) }}',
  ])('%s fails, as it does in Python', (template) => {
    expect(() => renderValue(compileTemplate(template), PAYLOAD, clock)).toThrow(TemplateError);
  });
});
