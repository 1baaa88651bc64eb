import type { components } from './schema';

type Body = components['schemas']['Problem'];

/** Code of a failure that never reached the server, or whose answer was not the server's. */
export const UNREACHABLE = 'unreachable';

/** A refused or failed request: RFC 9457 body with the server's stable `code`. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly body: Body;

  constructor(status: number, body: Body) {
    super(body.detail ?? body.title ?? `HTTP ${status}`);
    this.name = 'Problem';
    this.status = status;
    this.code = body.code ?? (status === 0 || status >= 502 ? UNREACHABLE : `http_${status}`);
    this.body = body;
  }
}

/** Reads any thrown value as a Problem; a network failure becomes code `unreachable`. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return new Problem(0, { code: UNREACHABLE, detail: error instanceof Error ? error.message : String(error) });
}

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** Waits for an openapi-fetch call and returns its data, or throws a Problem. */
export async function take<T>(pending: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await pending;
  } catch (error) {
    throw asProblem(error);
  }
  if (answer.response.ok) return answer.data as T;
  const body = answer.error;
  throw new Problem(answer.response.status, typeof body === 'object' && body !== null ? (body as Body) : {});
}
