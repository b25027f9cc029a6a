import { describe, expect, it } from 'vitest';
import { bytes, eventName, left, utc } from './format';

describe('what people read', () => {
  it('has sizes in fitting units', () => {
    expect(bytes(0)).toBe('0 B');
    expect(bytes(12_345)).toBe('12.3 kB');
    expect(bytes(123_456_789)).toBe('123 MB');
  });

  it('has what is left in minutes and seconds, and never less than nothing', () => {
    const now = Date.parse('2026-01-01T00:00:00Z');
    expect(left('2026-01-01T00:01:05Z', now)).toBe('1:05');
    expect(left('2025-12-31T23:00:00Z', now)).toBe('0:00');
  });

  it('names UTC where somebody hovers', () => expect(utc('2026-01-02T03:04:05.678Z')).toBe('2026-01-02 03:04:05 UTC'));

  it('has the names of events as words', () => expect(eventName('tunnel_opened')).toBe('Tunnel opened'));
});
