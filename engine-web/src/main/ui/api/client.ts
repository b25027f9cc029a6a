import type { components, paths } from '@engine';
import createClient from 'openapi-fetch';
import { codeOf, type ProblemCode } from './problems';

/** Where the console lives, without a slash at its end: empty at the root. */
export const base = new URL(document.baseURI).pathname.replace(/\/$/, '');

export const api = createClient<paths>({
  baseUrl: location.origin + base,
  headers: { 'X-Borealis-Console': '1' },
  // Captured when it is created otherwise, and then no test can stand in
  fetch: request => globalThis.fetch(request),
});

export type Schemas = components['schemas'];

/** What the Engine, or the way to it, did not grant. */
export class Refused extends Error {
  constructor(
    readonly code: ProblemCode,
    readonly status: number,
    readonly detail: string,
    readonly more: Readonly<Record<string, unknown>> = {},
  ) {
    super(code);
    this.name = 'Refused';
  }
}

type Answer<T> = { data?: T; error?: unknown; response: Response };

let onSignedOut: (code: ProblemCode) => void = () => undefined;

/** Who is told when a request finds that the session ended, or must do something first. */
export function whenSignedOut(listener: (code: ProblemCode) => void): void {
  onSignedOut = listener;
}

const ENDED: readonly string[] = ['unauthorized', 'session_ended', 'password_change_required', 'second_factor_setup_required'];

/** The answer of a request that was granted; throws {@link Refused} otherwise. */
export async function granted<T>(asked: Promise<Answer<T>>): Promise<T> {
  return (await answered(asked)).data as T;
}

/** The same with its status, where more than one means yes. */
export async function answered<T>(asked: Promise<Answer<T>>): Promise<{ data: T | undefined; status: number }> {
  let answer: Answer<T>;
  try {
    answer = await asked;
  } catch {
    throw new Refused('unreachable', 0, '');
  }
  if (answer.response.ok) {
    return { data: answer.data, status: answer.response.status };
  }
  const refusal = refusalOf(answer.error, answer.response.status);
  if (ENDED.includes(refusal.code)) {
    onSignedOut(refusal.code);
  }
  throw refusal;
}

export function refusalOf(problem: unknown, status: number): Refused {
  if (typeof problem === 'object' && problem !== null && 'code' in problem) {
    const told = problem as Record<string, unknown>;
    return new Refused(codeOf(String(told.code)), status, String(told.detail ?? ''), told);
  }
  return new Refused(status >= 500 || status === 0 ? 'unavailable' : 'internal_error', status, '');
}
