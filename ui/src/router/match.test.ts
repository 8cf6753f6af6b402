import { describe, expect, it } from 'vitest';
import { matchPath, safeRedirect } from './match.js';

describe('matchPath', () => {
  it('matches plain words, whatever slashes surround them', () => {
    expect(matchPath('/devices', '/devices/')).toEqual({});
    expect(matchPath('/', '/')).toEqual({});
    expect(matchPath('/devices', '/scenes')).toBeNull();
  });

  it('names parts and decodes them', () => {
    expect(matchPath('/devices/:id', '/devices/a%20b')).toEqual({ id: 'a b' });
    expect(matchPath('/devices/:id', '/devices')).toBeNull();
    expect(matchPath('/devices/:id', '/devices/1/more')).toBeNull();
  });

  it('keeps the rest behind a star', () => {
    expect(matchPath('/settings/*', '/settings/plugins/tides')).toEqual({ rest: 'plugins/tides' });
    expect(matchPath('/settings/*', '/settings')).toEqual({ rest: '' });
  });

  it('leaves a broken escape as it is', () => {
    expect(matchPath('/devices/:id', '/devices/%E0%A4%A')).toEqual({ id: '%E0%A4%A' });
  });
});

describe('safeRedirect', () => {
  it('follows paths of the hub', () => {
    expect(safeRedirect('/activity?categories=auth')).toBe('/activity?categories=auth');
  });

  it.each([
    { wanted: 'https://evil.example/', why: 'another origin' },
    { wanted: '//evil.example/', why: 'no scheme' },
    { wanted: '/\\evil.example/', why: 'a backslash' },
    { wanted: '/a\\b', why: 'a backslash inside' },
    { wanted: '/\t/evil.example', why: 'a control character' },
    { wanted: 'data:text/html,x', why: 'another scheme' },
    { wanted: '/sign-in?redirect=/sign-in', why: 'the door itself' },
    { wanted: '', why: 'nothing' },
    { wanted: null, why: 'no parameter' },
  ])('leads home from $wanted ($why)', ({ wanted }) => {
    expect(safeRedirect(wanted)).toBe('/');
  });
});
