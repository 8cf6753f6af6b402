import { describe, expect, it } from 'vitest';
import { narrows, readView } from './filters.js';

describe('readView', () => {
  it('reads the address', () => {
    expect(readView(new URLSearchParams('q=sofa&kind=light&label=evening&status=on&by=driver&room=r1'))).toEqual({
      words: 'sofa',
      kind: 'light',
      label: 'evening',
      status: 'on',
      by: 'driver',
      room: 'r1',
    });
  });

  it('takes nonsense for nothing', () => {
    expect(readView(new URLSearchParams('kind=constructor&status=<b>&by='))).toEqual({
      words: '',
      kind: '',
      label: '',
      status: '',
      by: 'room',
      room: '',
    });
  });

  it('knows whether something is left out', () => {
    expect(narrows(readView(new URLSearchParams('by=kind&q=%20')))).toBe(false);
    expect(narrows(readView(new URLSearchParams('room=none')))).toBe(true);
  });
});
