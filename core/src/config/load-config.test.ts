import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { HubError } from '@lightkeeper/plugin-sdk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadConfig, type ConfigInput } from './load-config.js';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'lk-config-'));
});
afterEach(() => {
  rmSync(cwd, { recursive: true });
});

function load(input: Partial<ConfigInput> = {}) {
  return loadConfig({ flags: {}, env: {}, cwd, ...input });
}

function refusal(input: Partial<ConfigInput>): string {
  try {
    load(input);
  } catch (error) {
    if (error instanceof HubError && error.code === 'LK_CONFIG') return error.message;
    throw error;
  }
  throw new Error('It was accepted.');
}

function file(content: string, name = 'data/lightkeeper.yaml'): string {
  const full = path.join(cwd, name);
  mkdirSync(path.dirname(full), { recursive: true });
  writeFileSync(full, content);
  return full;
}

describe('loadConfig', () => {
  it('has a default for everything', () => {
    expect(load()).toEqual({
      host: '0.0.0.0',
      port: 8420,
      data_dir: path.join(cwd, 'data'),
      mqtt_url: null,
      demo: false,
      safe_mode: false,
      allow_loopback_discovery: false,
      mdns: true,
      log_level: 'info',
      trusted_proxies: [],
      secure_cookies: false,
      plugin_dirs: [],
      config_file: null,
    });
  });

  it('prefers flags to environment, environment to file, file to defaults', () => {
    file('port: 1001\nhost: 127.0.0.1\nlog_level: warn\nmdns: false\n');
    const config = load({ flags: { port: '1003' }, env: { LIGHTKEEPER_PORT: '1002', LIGHTKEEPER_LOG_LEVEL: 'debug' } });
    expect(config).toMatchObject({ port: 1003, log_level: 'debug', host: '127.0.0.1', mdns: false, safe_mode: false });
    expect(config.config_file).toBe(path.join(cwd, 'data/lightkeeper.yaml'));
  });

  it('keeps the data of the demo apart', () => {
    expect(load({ flags: { demo: true } }).data_dir).toBe(path.join(cwd, 'data-demo'));
    expect(load({ env: { LIGHTKEEPER_DEMO: '1', LIGHTKEEPER_DATA_DIR: 'there' } }).data_dir).toBe(path.join(cwd, 'there'));
  });

  it('takes folders relative to the file that names them', () => {
    const named = file('data_dir: home\nplugin_dirs: [mine, /abs]\n', 'etc/lk.yaml');
    expect(load({ flags: { config: 'etc/lk.yaml' } })).toMatchObject({
      data_dir: path.join(cwd, 'etc/home'),
      plugin_dirs: [path.join(cwd, 'etc/mine'), '/abs'],
      config_file: named,
    });
  });

  it('reads switches and lists from the environment', () => {
    const config = load({
      env: {
        LIGHTKEEPER_MDNS: 'off',
        LIGHTKEEPER_ALLOW_LOOPBACK_DISCOVERY: '1',
        LIGHTKEEPER_TRUSTED_PROXIES: '10.0.0.0/8, ::1',
        LIGHTKEEPER_HOST: '',
      },
    });
    expect(config).toMatchObject({ mdns: false, allow_loopback_discovery: true, trusted_proxies: ['10.0.0.0/8', '::1'], host: '0.0.0.0' });
  });

  it.each([
    ['an unknown variable', { env: { LIGHTKEEPER_PROT: '1' } }, /^LIGHTKEEPER_PROT: is not a known setting \(environment\)/],
    ['a variable in lower case', { env: { LIGHTKEEPER_port: '1' } }, /^LIGHTKEEPER_port: is not a known setting/],
    ['a port that is text', { flags: { port: '80a' } }, /^port: must be a whole number from 0 to 65535 \(flag --port\)/],
    ['a port too large', { env: { LIGHTKEEPER_PORT: '65536' } }, /^port: must be at most 65535 \(environment LIGHTKEEPER_PORT\)/],
    ['a negative port', { flags: { port: '-1' } }, /^port: /],
    ['another scheme for the broker', { flags: { mqtt_url: 'http://x' } }, /^mqtt_url: must be an address such as .*\(flag --mqtt-url\)/],
    ['an unknown level', { env: { LIGHTKEEPER_LOG_LEVEL: 'loud' } }, /^log_level: must be one of trace, debug/],
    ['a switch that is neither', { env: { LIGHTKEEPER_DEMO: 'maybe' } }, /^demo: must be true or false/],
    ['a host with a space', { flags: { host: 'a b' } }, /^host: /],
    [
      'a proxy that is a name',
      { env: { LIGHTKEEPER_TRUSTED_PROXIES: 'proxy.example' } },
      /^trusted_proxies: must be addresses or networks/,
    ],
    ['a file that is not there', { flags: { config: 'none.yaml' } }, /none\.yaml: cannot be read \(ENOENT\)/],
  ])('refuses %s and names it', (_what, input, words) => {
    expect(refusal(input)).toMatch(words);
  });

  it.each([
    ['an unknown key', 'prot: 1', /^prot: is not a known setting \(file .*lightkeeper\.yaml\)/],
    ['__proto__', '__proto__: { demo: true }', /^__proto__: is not a known setting/],
    ['a wrong type', 'port: "80"', /^port: must be a whole number/],
    ['a nested list', 'host: [a]', /^host: must be text/],
    ['a list instead of settings', '- a', /must hold settings as "name: value" lines/],
    ['a key given twice', 'port: 1\nport: 2', /lightkeeper\.yaml: Map keys must be unique/],
    ['broken YAML', 'port: [1', /lightkeeper\.yaml: /],
    ['a data folder in the data folder', 'data_dir: elsewhere', /^data_dir: cannot be set in the file that lies in the data folder/],
    ['a file too large', `# ${'x'.repeat(300_000)}`, /is larger than/],
  ])('refuses a file with %s', (_what, content, words) => {
    file(content);
    const message = refusal({});
    expect(message).toMatch(words);
    expect(message).not.toContain('\n');
  });

  it('takes an empty file', () => {
    file('# nothing yet\n');
    expect(load().port).toBe(8420);
  });
});
