/** RFC 9457 problem details, sent as `application/problem+json`. */
export interface Problem {
  /** Address of the page that documents the code. */
  type: string;
  title: string;
  status: number;
  /** What happened and what to do, in one or two sentences. */
  detail: string;
  /** `LK_…`, stable. */
  code: string;
  /** The request's path. */
  instance?: string;
  /** Which fields were wrong, by JSON pointer (`/config/address`) or query parameter (`?since`). */
  errors?: FieldError[];
  /** Seconds to wait before the next try. */
  retry_after_s?: number;
}

export interface FieldError {
  field: string;
  detail: string;
}
