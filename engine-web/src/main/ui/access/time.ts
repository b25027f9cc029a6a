const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** A time as people say it, like 1 day 6 hours. The two largest units count. */
export function spanOf(seconds: number): string {
  let rest = Math.max(0, Math.round(seconds));
  const parts: string[] = [];
  for (const [unit, length] of UNITS) {
    const count = Math.floor(rest / length);
    rest -= count * length;
    if (count > 0 && parts.length < 2) parts.push(`${count} ${unit}${count === 1 ? '' : 's'}`);
    // What is far smaller than the largest is not worth its words
    else if (parts.length > 0) break;
  }
  return parts.join(' ') || '0 seconds';
}
