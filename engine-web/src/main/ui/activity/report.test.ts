import { describe, expect, it } from 'vitest';
import { columnsOf, hours, queryOf, reportAt, reportFile, REPORTS } from './report';

const now = new Date('2026-12-01T10:20:30Z');

describe('a report', () => {
  it('is what the address asks, and nothing that no report knows', () => {
    expect(reportAt({ report: 'passwords', days: 90, operator: ' ada ', from: '', tab: 'x' })).toEqual({ days: '90', operator: 'ada' });
    expect(reportAt({ report: 'acts', after: 12 })).toEqual({ report: 'acts', after: '12' });
  });

  it('asks the Engine for what it takes alone', () => {
    const at = { by: 'site', days: '90', operator: 'ada', from: '2026-11-01T00:00:00Z', after: '7' };
    expect(queryOf('acts', at, now)).toEqual({ operator: 'ada', from: '2026-11-01T00:00:00Z' });
    expect(queryOf('devices-not-seen', at, now)).toEqual({ days: '90' });
    expect(queryOf('access', at, now)).toEqual({ by: 'site', operator: 'ada', from: '2026-11-01T00:00:00Z' });
  });

  it('sums up the last 30 days where no begin is asked', () => {
    expect(queryOf('refusals', {}, now).from).toBe('2026-11-01T00:00:00.000Z');
    expect(queryOf('access', { until: '2026-03-01T12:00:00Z' }, now).from).toBe('2026-01-30T00:00:00.000Z');
    expect(queryOf('acts', {}, now)).toEqual({});
  });

  it('is a file with the same filters', () => {
    expect(reportFile('/console', 'acts', { operator: 'a&b', about: 'keys,sites' }, 'json')).toBe(
      '/console/api/reports/acts/export?format=json&about=keys%2Csites&operator=a%26b',
    );
  });

  it('shows no column that is empty in all rows', () => {
    const row = { site_id: 's', site: 'north', opened: 0, joined: 1, seconds: 7, terminals: 0, refusals: 0, first: '', last: '' };
    expect(columnsOf(REPORTS.access.columns, [row]).map(one => one.name)).not.toContain('operator');
    expect(columnsOf(REPORTS.access.columns, [row]).map(one => one.name)).toContain('opened');
    expect(REPORTS.access.key(row)).toBe('s');
  });

  it('tells times as people do', () => {
    expect([hours(7), hours(60), hours(93_900)]).toEqual(['7 s', '1 min', '26 h 05 min']);
  });
});
