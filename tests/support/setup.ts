import type { CreatedToken, Role } from '@lightkeeper/plugin-sdk/wire';
import type { ApiAnswer, ApiClient } from './api.js';
import type { HubProcess } from './hub-process.js';

export const OWNER = { name: 'anna', display_name: 'Anna', password: 'correct horse battery staple' } as const;

function expectStatus<T>(wanted: number, what: string, answer: ApiAnswer<T>): T {
  if (answer.status !== wanted) throw new Error(`${what} was answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** Does what the first person does: enters the code from the console and becomes the owner. Gives the owner's client, signed in by cookie. */
export async function completeSetup(
  hub: HubProcess,
  owner: { name: string; display_name: string; password: string } = OWNER,
): Promise<ApiClient> {
  const client = hub.client();
  expectStatus(201, 'The setup', await client.api('POST', '/setup', { code: hub.setup_code, ...owner }));
  return client;
}

/** Signs somebody in with a client of their own. */
export async function signIn(hub: HubProcess, name: string, password: string): Promise<ApiClient> {
  const client = hub.client();
  expectStatus(200, 'Signing in', await client.api('POST', '/auth/login', { name, password }));
  return client;
}

/** Makes an API token and gives it as it is shown once. */
export async function createToken(by: ApiClient, name: string, role: Role, scopes?: readonly string[]): Promise<CreatedToken> {
  return expectStatus(
    201,
    'The token',
    await by.api<CreatedToken>('POST', '/tokens', { name, role, ...(scopes === undefined ? {} : { scopes }) }),
  );
}

/** One token for each role, by role. */
export async function createTokens(by: ApiClient, roles: readonly Role[]): Promise<Record<string, string>> {
  const tokens: Record<string, string> = {};
  for (const role of roles) tokens[role] = (await createToken(by, `test-${role}`, role)).token;
  return tokens;
}
