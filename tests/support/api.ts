import { Agent, request } from 'undici';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS';

export interface ApiOptions {
  /** Sent as `Authorization: Bearer …`. */
  token?: string;
  headers?: Record<string, string>;
  /** Sent as it is instead of a JSON body; name its type in `headers`. */
  raw?: string | Buffer;
}

export interface ApiAnswer<T> {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  /** Parsed where the answer is JSON, else the text. */
  body: T;
}

/** Speaks with one hub as one client: keeps its cookies, sends `Origin` as a browser would, or a token where one is given. */
export class ApiClient {
  readonly cookies = new Map<string, string>();
  private readonly agent = new Agent({ keepAliveTimeout: 5_000, connections: 32 });

  constructor(
    readonly base_url: string,
    private readonly token?: string,
  ) {}

  /**
   * Calls the REST API; `path` is what comes after `/api/v1`. Gives every status; throws only when there is no answer.
   * `T` is the caller's expectation and is not checked.
   */
  api<T = unknown>(method: Method, path: string, body?: unknown, options: ApiOptions = {}): Promise<ApiAnswer<T>> {
    return this.request<T>(method, `/api/v1${path}`, body, options);
  }

  /** The same for any path of the hub: pages, files of plugins. */
  async request<T = unknown>(method: Method, path: string, body?: unknown, options: ApiOptions = {}): Promise<ApiAnswer<T>> {
    const token = options.token ?? this.token;
    const headers: Record<string, string> = { origin: this.base_url };
    if (token !== undefined) headers.authorization = `Bearer ${token}`;
    else if (this.cookies.size > 0) headers.cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    if (body !== undefined) headers['content-type'] = 'application/json';
    const answer = await request(new URL(path, this.base_url), {
      method,
      dispatcher: this.agent,
      headers: { ...headers, ...options.headers },
      body: options.raw ?? (body === undefined ? null : JSON.stringify(body)),
    });
    const text = await answer.body.text();
    this.takeCookies(answer.headers['set-cookie']);
    return { status: answer.statusCode, headers: answer.headers, body: parse(text, answer.headers['content-type']) as T };
  }

  /** Ends idle connections; the next call opens new ones. */
  async close(): Promise<void> {
    await this.agent.destroy();
  }

  private takeCookies(set: string | string[] | undefined): void {
    for (const line of set === undefined ? [] : [set].flat()) {
      const pair = line.split(';', 1)[0] ?? '';
      const name = pair.slice(0, pair.indexOf('='));
      const value = pair.slice(pair.indexOf('=') + 1);
      if (value === '' || /max-age=0|expires=thu, 01 jan 1970/i.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }
}

function parse(text: string, type: string | string[] | undefined): unknown {
  if (text === '') return null;
  return String(type).includes('json') && !String(type).includes('ndjson') ? (JSON.parse(text) as unknown) : text;
}
