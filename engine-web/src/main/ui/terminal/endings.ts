import { Refused } from '../api/client';

/** Why a terminal is no more, or never was. */
export type Ending =
  | { why: 'you_left' | 'taken_over' | 'signed_out' | 'left' | 'too_many' | 'taken_back' }
  | { why: 'exited'; code: number }
  | { why: 'tunnel'; reason: string; detail: string }
  | { why: 'gone' | 'failed'; detail: string }
  | { why: 'refused'; refusal: Refused };

/** The ending that a failure on the way is. */
export function endingOf(failure: unknown): Ending {
  if (failure instanceof Refused) {
    if (failure.code === 'terminal_ended' || failure.code === 'no_terminal') return { why: 'gone', detail: failure.detail };
    if (failure.status === 401) return { why: 'signed_out' };
    return { why: 'refused', refusal: failure };
  }
  if (typeof failure === 'object' && failure !== null && 'status' in failure) {
    const tunnel = failure as { reason?: string | null; detail?: string | null };
    return { why: 'tunnel', reason: tunnel.reason ?? 'error', detail: tunnel.detail ?? '' };
  }
  return { why: 'failed', detail: '' };
}
