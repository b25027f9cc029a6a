import type { components } from '@engine';

type Schemas = components['schemas'];

/** A row of each report. */
export type Rows = {
  access: Schemas['AccessSummary'];
  refusals: Schemas['Refusal'];
  acts: Schemas['AdministratorAct'];
  'devices-not-seen': Schemas['UnseenDevice'];
  'grants-not-used': Schemas['UnusedGrant'];
};

export type ReportName = keyof Rows;

/** How a cell is shown: as it is, as a moment, as a time, as the name of an event, or as the name of the row's device. */
export type Kind = 'text' | 'moment' | 'seconds' | 'event' | 'device' | 'yes';

type Column<R> = { name: keyof R & string; kind: Kind };

/** What is asked besides; `reach` is who or what it is about. */
export type Part = 'by' | 'about' | 'period' | 'days' | 'operator' | 'device';

type Report<R> = { takes: readonly Part[]; columns: readonly Column<R>[]; key: (row: R) => string };

const column = <R>(name: keyof R & string, kind: Kind = 'text'): Column<R> => ({ name, kind });

export const REPORTS: { [name in ReportName]: Report<Rows[name]> } = {
  access: {
    takes: ['by', 'period', 'operator', 'device'],
    columns: [
      column('operator'),
      column('device', 'device'),
      column('site'),
      column('opened'),
      column('joined'),
      column('seconds', 'seconds'),
      column('terminals'),
      column('refusals'),
      column('first', 'moment'),
      column('last', 'moment'),
    ],
    key: row => row.operator ?? row.agent_id ?? row.site_id ?? '',
  },
  refusals: {
    takes: ['period', 'operator', 'device'],
    columns: [
      column('event', 'event'),
      column('operator'),
      column('address'),
      column('device', 'device'),
      column('reason'),
      column('count'),
      column('first', 'moment'),
      column('last', 'moment'),
    ],
    key: row => String(row.activity_id),
  },
  acts: {
    takes: ['about', 'period', 'operator', 'device'],
    columns: [column('at', 'moment'), column('event', 'event'), column('operator'), column('address'), column('device', 'device'), column('detail')],
    key: row => String(row.activity_id),
  },
  'devices-not-seen': {
    takes: ['days', 'device'],
    columns: [column('device', 'device'), column('site'), column('state'), column('os'), column('last_seen_at', 'moment'), column('days')],
    key: row => row.agent_id,
  },
  'grants-not-used': {
    takes: ['days', 'device'],
    columns: [
      column('device', 'device'),
      column('site'),
      column('rule'),
      column('by_default', 'yes'),
      column('operator'),
      column('granted_by'),
      column('granted_at', 'moment'),
      column('ends_at', 'moment'),
      column('last_used_at', 'moment'),
      column('days'),
    ],
    key: row => row.grant_id,
  },
};

export const REPORT_NAMES = Object.keys(REPORTS) as ReportName[];

export const BY = ['operator', 'device', 'site'] as const;
export const ABOUT = ['accounts', 'sites', 'codes', 'approvals', 'keys', 'devices', 'settings', 'exports'] as const;

const PARAMETERS = ['by', 'about', 'days', 'operator', 'device', 'from', 'until'] as const;
export type Parameter = (typeof PARAMETERS)[number];

/** What an address asks: a report, its filters, and the row after which the page begins. */
export type ReportAt = { report?: ReportName; after?: string } & { [name in Parameter]?: string };

/** What an address says; a text that looks like a number was read as one. */
export function reportAt(search: Record<string, unknown>): ReportAt {
  const at: ReportAt = {};
  const report = REPORT_NAMES.find(one => one === search.report);
  if (report) at.report = report;
  for (const name of [...PARAMETERS, 'after'] as const) {
    const value = search[name];
    if ((typeof value === 'string' && value.trim() !== '') || typeof value === 'number') at[name] = String(value).trim();
  }
  return at;
}

const partOf = (name: Parameter): Part => (name === 'from' || name === 'until' ? 'period' : name);

/** What goes to the Engine: what the report takes, and where it sums up without a begin the last 30 days. */
export function queryOf(report: ReportName, at: ReportAt, now: Date): { [name in Parameter]?: string } {
  const query: { [name in Parameter]?: string } = {};
  for (const name of PARAMETERS) {
    const value = at[name];
    if (value && REPORTS[report].takes.includes(partOf(name))) query[name] = value;
  }
  if ((report === 'access' || report === 'refusals') && !query.from) query.from = beginBefore(query.until, now);
  return query;
}

// To the day, so that a page that is shown again asks the same
function beginBefore(until: string | undefined, now: Date): string {
  const given = until ? Date.parse(until) : NaN;
  const day = new Date(Number.isNaN(given) ? now : given);
  day.setUTCHours(0, 0, 0, 0);
  day.setUTCDate(day.getUTCDate() - 30);
  return day.toISOString();
}

/** Where the Engine gives all of it as a file. @param base where the console lives */
export function reportFile(base: string, report: ReportName, query: { [name in Parameter]?: string }, format: 'csv' | 'json'): string {
  const all = new URLSearchParams({ format });
  for (const name of PARAMETERS) {
    const value = query[name];
    if (value) all.set(name, value);
  }
  return `${base}/api/reports/${report}/export?${all}`;
}

/** Columns in which any of the rows has something. */
export function columnsOf<R>(columns: readonly Column<R>[], rows: readonly R[]): Column<R>[] {
  return columns.filter(one => rows.some(row => row[one.name] !== undefined && row[one.name] !== null));
}

/** Like 26 h 05 min. */
export function hours(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return minutes < 1 ? `${seconds} s` : minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}
