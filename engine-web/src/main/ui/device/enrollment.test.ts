import { describe, expect, it } from 'vitest';
import { codeState, grouped, installCommand, keyInLog } from './enrollment';

describe('an enrollment', () => {
  it('is begun by one command', () =>
    expect(installCommand('https://engine:8443', 'ABCD-EFGH')).toBe(
      'powershell -ExecutionPolicy Bypass -File Borealis.ps1 -EngineUrl https://engine:8443 -EnrollmentCode ABCD-EFGH',
    ));

  it('shows the key as the log of the device has it, and whole', () => {
    const fingerprint = '0123456789abcdef'.repeat(4);
    expect(keyInLog(fingerprint)).toBe('ed25519:0123456789abcdef');
    expect(grouped('0123456789')).toBe('0123 4567 89');
  });
});

it.each([
  [{ usable: true, uses_left: 1 }, 'usable'],
  [{ usable: false, uses_left: 1, revoked_at: '2026-01-01T00:00:00Z' }, 'revoked'],
  [{ usable: false, uses_left: 0, revoked_at: null }, 'used_up'],
  [{ usable: false, uses_left: 2 }, 'expired'],
] as const)('a code like %j is %s', (code, state) => expect(codeState(code)).toBe(state));
