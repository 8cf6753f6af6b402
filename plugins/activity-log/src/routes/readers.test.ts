import { describe, expect, it } from 'vitest';
import { ROLES, type Principal } from '@lightkeeper/plugin-sdk';
import { hiddenCategory, roleForEntry } from './readers.js';

const principal = (role: Principal['role']): Principal => ({ kind: 'user', id: 'u', name: 'u', role, scopes: ['*'], session_id: null });

describe('who may see what', () => {
  it('shows entries of access to admins and owners alone', () => {
    expect(ROLES.filter((role) => hiddenCategory(principal(role)) === null)).toEqual(['owner', 'admin']);
    expect(hiddenCategory(null)).toBe('auth');
  });

  it('sends them to nobody else as they are written', () => {
    expect(roleForEntry('auth')).toBe('admin');
    expect(roleForEntry('device')).toBe('viewer');
  });
});
