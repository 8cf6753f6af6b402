import { readProblem, unreachable, type ProblemError } from './problem-error.js';

export type QueryValue = string | number | boolean | null | undefined | readonly (string | number)[];

export interface RequestOptions {
  signal?: AbortSignal;
  /** The revision that the change is based on; sent as `If-Match`. The hub refuses the change when it is not the newest. */
  if_match?: number;
  /** The body is text of this type, and sent as it is: `text/yaml`. */
  text_type?: string;
  /** Query parameters. Empty ones are left out, lists are comma-separated. */
  query?: Record<string, QueryValue>;
}

/** Where the hub's API lies. */
export const API_BASE = '/api/v1';

export function toQuery(query: Record<string, QueryValue> | undefined): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {})) {
    if (value === undefined || value === null || value === '') continue;
    const text = Array.isArray(value) ? value.join(',') : String(value);
    if (text !== '') params.set(key, text);
  }
  const text = params.toString();
  return text ? `?${text}` : '';
}

/** `devices` and `/devices` below the API's address, with the query. */
export function apiUrl(path: string, query?: Record<string, QueryValue>): string {
  return `${API_BASE}/${path.replace(/^\/+/, '')}${toQuery(query)}`;
}

export type Unauthorised = (error: ProblemError) => void;

/** Speaks to the hub's REST API on the page's own origin. Every failure is thrown as a ProblemError. */
export class ApiClient {
  /** Called when the hub no longer knows who asks. */
  on_unauthorised: Unauthorised = () => undefined;

  constructor(private readonly fetcher: typeof fetch = (input, init) => fetch(input, init)) {}

  get<T>(path: string, options?: RequestOptions): Promise<T> {
    return this.request<T>('GET', path, undefined, options);
  }

  post<T>(path: string, body?: unknown, options?: RequestOptions): Promise<T> {
    return this.request<T>('POST', path, body, options);
  }

  put<T>(path: string, body?: unknown, options?: RequestOptions): Promise<T> {
    return this.request<T>('PUT', path, body, options);
  }

  /** JSON Merge Patch: named fields change, `null` removes, the rest stays. */
  patch<T>(path: string, body?: unknown, options?: RequestOptions): Promise<T> {
    return this.request<T>('PATCH', path, body, options);
  }

  delete<T = void>(path: string, options?: RequestOptions): Promise<T> {
    return this.request<T>('DELETE', path, undefined, options);
  }

  private async request<T>(method: string, path: string, body: unknown, options: RequestOptions = {}): Promise<T> {
    const headers: Record<string, string> = { accept: 'application/json' };
    if (body !== undefined) headers['content-type'] = options.text_type ?? 'application/json';
    if (options.if_match !== undefined) headers['if-match'] = `"${options.if_match}"`;
    const init: RequestInit = { method, headers, credentials: 'same-origin', cache: 'no-store' };
    if (body !== undefined) init.body = options.text_type !== undefined && typeof body === 'string' ? body : JSON.stringify(body);
    if (options.signal) init.signal = options.signal;
    const response = await this.fetcher(apiUrl(path, options.query), init).catch((error: unknown) => {
      if (options.signal?.aborted) throw error;
      throw unreachable();
    });
    if (!response.ok) {
      const problem = await readProblem(response);
      if (response.status === 401 && !path.includes('auth/login')) this.on_unauthorised(problem);
      throw problem;
    }
    if (response.status === 204) return undefined as T;
    return (await response.json()) as T;
  }
}

export const api = new ApiClient();

/** Lets the browser save what the address answers, without holding it in memory. The name comes from the hub. */
export function download(path: string, query?: Record<string, QueryValue>): void {
  const link = document.createElement('a');
  link.href = apiUrl(path, query);
  link.download = '';
  link.rel = 'noopener';
  document.body.append(link);
  link.click();
  link.remove();
}
