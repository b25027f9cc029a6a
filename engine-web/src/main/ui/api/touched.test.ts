// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import type { Happened } from './live';
import { touchedBy } from './queries';

const keysOf = (event: string, device?: string): string[] =>
  touchedBy({ type: 'happened', number: 1, at: '2026-01-01T00:00:00Z', event, agent_id: device } satisfies Happened).map(key => key.join(' '));

describe('an event', () => {
  it.each([
    ['enrollment_requested', ['enrollment', 'codes']],
    ['request_filed', ['requests']],
    ['access_ended', ['requests']],
    ['operator_disabled', ['accounts', 'account', 'me']],
    ['second_factor_set', ['accounts', 'account', 'me']],
    ['account_scope_set', ['scope']],
    ['login_granted', ['sessions']],
    ['session_ended', ['sessions']],
    ['site_approval_set', ['sites', 'requests']],
  ])('%s makes %j old', (event, keys) => expect(keysOf(event)).toEqual(expect.arrayContaining(keys)));

  it('about a device makes old what is shown of it, and no list of people', () => {
    expect(keysOf('tunnel_up', 'd1')).toEqual(['device d1', 'devices', 'tunnel d1', 'tunnels']);
    expect(keysOf('ports_set', 'd1')).toEqual(expect.arrayContaining(['ports d1', 'requests']));
  });
});
