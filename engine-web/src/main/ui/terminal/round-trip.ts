/** A keystroke counts when nothing was printed for so long before it: what comes next is its answer. Milliseconds. */
const QUIET = 100;
/** A key that prints nothing is not answered late, it is not answered. */
const LONGEST = 2000;
const KEPT = 5;

/** How long it takes from a key to what the shell prints for it: to the Engine, the device, and back. */
export class RoundTrip {
  private pressed: number | undefined;
  private printed = -Infinity;
  private readonly took: number[] = [];

  /** @param now in milliseconds, of any clock that only goes on */
  sent(now: number): void {
    if (this.pressed === undefined || now - this.pressed > LONGEST) {
      this.pressed = now - this.printed >= QUIET ? now : undefined;
    }
  }

  heard(now: number): void {
    if (this.pressed !== undefined && now - this.pressed <= LONGEST) {
      this.took.push(now - this.pressed);
      if (this.took.length > KEPT) this.took.shift();
    }
    this.pressed = undefined;
    this.printed = now;
  }

  /** The middle of the latest, in whole milliseconds; nothing before the first. */
  get middle(): number | undefined {
    const sorted = [...this.took].sort((one, other) => one - other);
    const middle = sorted[Math.floor(sorted.length / 2)];
    return middle === undefined ? undefined : Math.max(1, Math.round(middle));
  }
}
