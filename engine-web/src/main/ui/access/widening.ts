/** What a list of ports opens and closes against the one that it would replace. */
export function widening(wanted: readonly string[], found: readonly string[]): { opens: string[]; closes: string[] } {
  return { opens: wanted.filter(rule => !found.includes(rule)), closes: found.filter(rule => !wanted.includes(rule)) };
}

type Standing = { kind: string; status: string; asked_by: string; decided_by?: string | null; may_decide: boolean };
export type Act = 'approve' | 'refuse' | 'withdraw' | 'giveBack' | 'revoke';

/** What this person may do with a request, as far as its view tells: what a role may not do is not there. */
export function actsOn(request: Standing, me: { username: string; roles: readonly string[] }): Act[] {
  if (request.may_decide) return ['approve', 'refuse'];
  const own = request.asked_by === me.username;
  if (request.status === 'waiting') return own ? ['withdraw'] : [];
  if (request.status !== 'open') return [];
  if (own) return ['giveBack'];
  return me.roles.includes('admin') || request.decided_by === me.username ? ['revoke'] : [];
}
