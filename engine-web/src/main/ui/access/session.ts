import { feed } from '../activity/feed';
import { answered, api, Refused, type Schemas } from '../api/client';
import { live } from '../api/live';
import { queries } from '../api/queries';
import { terminals } from '../terminal/terminals';
import { here } from '../tunnel/here';

export type Account = Schemas['AccountView'];
export type Role = 'admin' | 'operator' | 'auditor';
/** What must be done in a session before anything else may be. */
export type Duty = 'change_password' | 'set_second_factor';

export const DUTY_OF: Readonly<Record<string, Duty>> = {
  password_change_required: 'change_password',
  second_factor_setup_required: 'set_second_factor',
};

export function may(account: Pick<Account, 'roles'> | undefined, ...roles: Role[]): boolean {
  return account !== undefined && account.roles.some(role => (roles as string[]).includes(role));
}

/** Opens devices, sets ports. */
export const works = (account: Pick<Account, 'roles'> | undefined): boolean => may(account, 'operator', 'admin');

export type SignIn = { duty: Duty | undefined } | { wantsCode: true; wrong: boolean };

/** @throws Refused when neither a session nor a question for a code came of it */
export async function signIn(username: string, password: string, code: string | undefined): Promise<SignIn> {
  try {
    const { data } = await answered(api.POST('/api/auth/login', { body: { username, password, code: code || undefined } }));
    return { duty: data?.must ? (data.must as Duty) : undefined };
  } catch (refusal) {
    if (refusal instanceof Refused && refusal.code === 'second_factor_required') return { wantsCode: true, wrong: false };
    if (refusal instanceof Refused && refusal.code === 'second_factor_refused') return { wantsCode: true, wrong: true };
    throw refusal;
  }
}

/** The session is over: nothing of what it saw stays on this page, whoever signs in next. */
export function forgetSession(): void {
  live.stop();
  terminals.forget();
  here.forget();
  feed.clear();
  queries.removeQueries({ predicate: query => query.queryKey[0] !== 'me' });
  void queries.resetQueries({ queryKey: ['me'] });
}

/** Ends the session and all that hangs on it. */
export async function signOut(): Promise<void> {
  let there: string | undefined;
  try {
    const { data } = await answered(api.POST('/api/auth/logout'));
    there = data && 'issuer_logout' in data ? data.issuer_logout : undefined;
  } catch (refusal) {
    // A session that ended before is as good
    if (!(refusal instanceof Refused) || refusal.status !== 401) throw refusal;
  }
  forgetSession();
  if (there) location.assign(there);
}
