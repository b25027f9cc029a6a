import { describe, expect, it } from 'vitest';
import { RoundTrip } from './round-trip';

describe('the round trip', () => {
  it('is not known before a key was answered', () => {
    const trip = new RoundTrip();
    trip.heard(0);
    trip.sent(1000);

    expect(trip.middle).toBeUndefined();
  });

  it('is the middle of the latest five', () => {
    const trip = new RoundTrip();
    [900, 10, 20, 30, 40, 50].forEach((took, index) => {
      trip.sent(index * 5000);
      trip.heard(index * 5000 + took);
    });

    expect(trip.middle).toBe(30);
  });

  it('takes no flood for an answer', () => {
    const trip = new RoundTrip();
    trip.heard(1000);
    trip.sent(1050);
    trip.heard(1060);

    expect(trip.middle).toBeUndefined();
  });

  it('does not wait for the answer to a key that prints nothing', () => {
    const trip = new RoundTrip();
    trip.sent(0);
    trip.sent(5000);
    trip.heard(5012);

    expect(trip.middle).toBe(12);
  });
});
