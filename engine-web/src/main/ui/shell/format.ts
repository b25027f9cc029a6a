const DAY = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** In the viewer's zone. */
export const local = (at: string): string => DAY.format(new Date(at));

/** The viewer's zone, as Europe/Berlin. */
export const zone = (): string => DAY.resolvedOptions().timeZone;

export const utc = (at: string): string => new Date(at).toISOString().replace('T', ' ').replace(/\.\d+Z$/, ' UTC');

/** 12.3 MB and the like. */
export function bytes(count: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = count;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** What is left until then, like 1:05. Zero when it is over. */
export function left(until: string, now: number): string {
  const seconds = Math.max(0, Math.round((Date.parse(until) - now) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** An event's name as people read it. */
export const eventName = (event: string): string => {
  const words = event.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};
