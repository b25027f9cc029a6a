import { describe, expect, it } from 'vitest';
import { actsOn, widening } from './widening';

it('tells what a list opens and closes', () => {
  expect(widening(['tcp/22', 'tcp/80'], ['tcp/80', 'udp/53'])).toEqual({ opens: ['tcp/22'], closes: ['udp/53'] });
});

describe('a request', () => {
  const request = { kind: 'access', status: 'waiting', asked_by: 'ada', decided_by: null, may_decide: false };
  const ada = { username: 'ada', roles: ['operator'] };
  const ben = { username: 'ben', roles: ['operator'] };
  const admin = { username: 'root', roles: ['admin'] };

  it('is decided by whom the Engine lets, and withdrawn by whom it is of', () => {
    expect(actsOn({ ...request, may_decide: true }, admin)).toEqual(['approve', 'refuse']);
    expect(actsOn(request, ada)).toEqual(['withdraw']);
    expect(actsOn(request, ben)).toEqual([]);
  });

  it('is ended, once it is open, by whom it is of, who decided it, and administrators', () => {
    const open = { ...request, status: 'open', decided_by: 'ben' };
    expect(actsOn(open, ada)).toEqual(['giveBack']);
    expect(actsOn(open, ben)).toEqual(['revoke']);
    expect(actsOn(open, admin)).toEqual(['revoke']);
    expect(actsOn({ ...open, decided_by: 'root' }, ben)).toEqual([]);
  });

  it('that is over is left alone', () => expect(actsOn({ ...request, status: 'over' }, ada)).toEqual([]));
});
