import { QueryClient, queryOptions } from '@tanstack/react-query';
import type { Filter } from '../activity/filter';
import type { Parameter, ReportName, Rows } from '../activity/report';
import type { DevicesAt } from '../device/listing';
import { api, granted, Refused } from './client';
import { live, type Happened } from './live';

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // What changes is told by events
      staleTime: Infinity,
      refetchOnWindowFocus: false,
      retry: (times, failure) => times < 2 && failure instanceof Refused && (failure.status === 0 || failure.status === 503),
    },
  },
});

export const PAGE = 50;

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: () => granted(api.GET('/api/account')),
  retry: false,
});

export const waysQuery = queryOptions({ queryKey: ['ways'], queryFn: () => granted(api.GET('/api/auth/ways')) });

/** @param at what the address says: which page of which devices, in which order */
export const devicesQuery = (at: DevicesAt) =>
  queryOptions({
    queryKey: ['devices', at],
    queryFn: () =>
      granted(
        api.GET('/api/devices', {
          params: {
            query: {
              after: at.after,
              removed: at.removed ? 'true' : undefined,
              search: at.search || undefined,
              sort: at.sort,
              order: at.order,
              limit: String(PAGE + 1),
            },
          },
        }),
      ),
    placeholderData: before => before,
  });

/** What the reader saved of that list. */
export const viewsQuery = queryOptions({ queryKey: ['views'], queryFn: () => granted(api.GET('/api/account/views')) });

export const deviceQuery = (id: string) =>
  queryOptions({
    queryKey: ['device', id],
    queryFn: () => granted(api.GET('/api/devices/{agent_id}', { params: { path: { agent_id: id } } })),
  });

const tunnelNow = (id: string) => granted(api.GET('/api/tunnel/status', { params: { query: { agent_id: id } } }));

export const tunnelQuery = (id: string) => queryOptions({ queryKey: ['tunnel', id], queryFn: () => tunnelNow(id) });

/** Terminals of the device's tunnel that this session may see; for who shares the tunnel. */
export const terminalsQuery = (id: string, tunnel: string) =>
  queryOptions({
    queryKey: ['terminals', id, tunnel],
    queryFn: async () => {
      // One event may tell that both are over
      const now = await tunnelNow(id);
      return now.tunnel_id === tunnel && now.status !== 'down'
        ? granted(api.GET('/api/terminals', { params: { query: { tunnel_id: tunnel } } }))
        : [];
    },
  });

export const tunnelsQuery = (after: string | undefined) =>
  queryOptions({
    queryKey: ['tunnels', after ?? ''],
    queryFn: () => granted(api.GET('/api/tunnel/active', { params: { query: { after, limit: String(PAGE + 1) } } })),
    placeholderData: before => before,
  });

export const portsQuery = (id: string) =>
  queryOptions({
    queryKey: ['ports', id],
    queryFn: () => granted(api.GET('/api/devices/{agent_id}/ports', { params: { path: { agent_id: id } } })),
  });

/** Read anew by whoever comes to it; a row that is shown does not change. */
export const activityQuery = (filter: Filter, after: string | undefined) =>
  queryOptions({
    queryKey: ['activity', filter, after ?? ''],
    queryFn: () => granted(api.GET('/api/activity', { params: { query: { ...filter, after, limit: String(PAGE + 1) } } })),
    staleTime: 0,
    placeholderData: before => before,
  });

/** Of one report, read anew by whoever comes to it: sums grow while somebody works. */
export const reportQuery = (report: ReportName, filter: { [name in Parameter]?: string }, after: string | undefined) =>
  queryOptions({
    queryKey: ['report', report, filter, after ?? ''],
    queryFn: (): Promise<Rows[ReportName][]> => {
      const params = { query: { ...filter, after, limit: String(PAGE + 1) } };
      switch (report) {
        case 'access':
          return granted(api.GET('/api/reports/access', { params }));
        case 'refusals':
          return granted(api.GET('/api/reports/refusals', { params }));
        case 'acts':
          return granted(api.GET('/api/reports/acts', { params }));
        case 'devices-not-seen':
          return granted(api.GET('/api/reports/devices-not-seen', { params }));
        case 'grants-not-used':
          return granted(api.GET('/api/reports/grants-not-used', { params }));
      }
    },
    staleTime: 0,
  });

export const enrollmentQuery = (after: string | undefined) =>
  queryOptions({
    queryKey: ['enrollment', after ?? ''],
    queryFn: () => granted(api.GET('/api/enrollment/requests', { params: { query: { after, limit: String(PAGE + 1) } } })),
    placeholderData: before => before,
  });

export const codesQuery = (after: string | undefined) =>
  queryOptions({
    queryKey: ['codes', after ?? ''],
    queryFn: () => granted(api.GET('/api/enrollment/codes', { params: { query: { after, limit: String(PAGE + 1) } } })),
    placeholderData: before => before,
  });

export const requestsQuery = (at: { after?: string; waiting?: boolean }) =>
  queryOptions({
    queryKey: ['requests', at],
    queryFn: () =>
      granted(api.GET('/api/requests', { params: { query: { after: at.after, waiting: at.waiting ? 'true' : undefined, limit: String(PAGE + 1) } } })),
    placeholderData: before => before,
  });

/** Sign-ins are no news for those who are no administrators: whoever comes to the page reads them anew. */
export const sessionsQuery = (at: { everybody: boolean; after?: string }) =>
  queryOptions({
    queryKey: ['sessions', at],
    queryFn: () =>
      granted(api.GET('/api/sessions', { params: { query: { after: at.after, all: at.everybody ? 'true' : undefined, limit: String(PAGE + 1) } } })),
    placeholderData: before => before,
    staleTime: 0,
  });

export const accountsQuery = (after: string | undefined) =>
  queryOptions({
    queryKey: ['accounts', after ?? ''],
    queryFn: () => granted(api.GET('/api/accounts', { params: { query: { after, limit: String(PAGE + 1) } } })),
    placeholderData: before => before,
  });

export const accountQuery = (username: string) =>
  queryOptions({
    queryKey: ['account', username],
    queryFn: () => granted(api.GET('/api/accounts/{username}', { params: { path: { username } } })),
  });

export const scopeQuery = (username: string) =>
  queryOptions({
    queryKey: ['scope', username],
    queryFn: () => granted(api.GET('/api/accounts/{username}/scope', { params: { path: { username } } })),
  });

const sites = (after: string | undefined, limit: number) => granted(api.GET('/api/sites', { params: { query: { after, limit: String(limit) } } }));

export const sitesQuery = (after: string | undefined) =>
  queryOptions({ queryKey: ['sites', after ?? ''], queryFn: () => sites(after, PAGE + 1), placeholderData: before => before });

const LARGEST_PAGE = 500;

/** All of them, for whoever chooses one. */
export const allSitesQuery = queryOptions({
  queryKey: ['sites', 'all'],
  queryFn: async () => {
    const all = await sites(undefined, LARGEST_PAGE);
    while (all.length > 0 && all.length % LARGEST_PAGE === 0) {
      const more = await sites(all.at(-1)!.site_id, LARGEST_PAGE);
      if (more.length === 0) break;
      all.push(...more);
    }
    return all;
  },
});

const TOGETHER = 150;
const waiting = new Map<string, readonly unknown[]>();
let timer: ReturnType<typeof setTimeout> | undefined;

/** Events come in bursts; what they are about is read once for all of them. */
function readAnew(key: readonly unknown[]): void {
  waiting.set(JSON.stringify(key), key);
  timer ??= setTimeout(() => {
    const keys = [...waiting.values()];
    waiting.clear();
    timer = undefined;
    keys.forEach(one => void queries.invalidateQueries({ queryKey: one }));
  }, TOGETHER);
}

/** What an event makes old. */
export function touchedBy(word: Happened): (readonly unknown[])[] {
  const id = word.agent_id;
  const keys: (readonly unknown[])[] = [];
  if (id) {
    keys.push(['device', id], ['devices']);
    if (/^(tunnel|peer|terminal)_/.test(word.event)) keys.push(['tunnel', id], ['tunnels']);
    if (/^terminal_/.test(word.event)) keys.push(['terminals', id]);
    if (/^(ports|request|site_ports)_?/.test(word.event)) keys.push(['ports', id]);
    if (word.event === 'idle_time_set') keys.push(['tunnel', id]);
  } else if (/^(site|account_scope|device)_/.test(word.event)) {
    keys.push(['devices'], ['device'], ['ports']);
  }
  return [...keys, ...peopleTouchedBy(word.event)];
}

/** Approvals, accounts, sessions and sites are lists about everything: no one device makes them old. */
function peopleTouchedBy(event: string): (readonly unknown[])[] {
  if (event.startsWith('enrollment_')) return [['enrollment'], ['codes'], ['devices']];
  if (/^(request_|access_ended|ports_set)/.test(event)) return [['requests']];
  if (/^(operator|password|second_factor)_/.test(event)) return [['accounts'], ['account'], ['me']];
  if (event === 'account_scope_set') return [['scope']];
  if (event === 'login_granted' || event === 'session_ended') return [['sessions']];
  if (event.startsWith('site_')) return [['sites'], ['scope'], ['requests']];
  return [];
}

live.listen({
  happened: word => touchedBy(word).forEach(readAnew),
  fetchAgain: () => void queries.invalidateQueries({ predicate: query => query.queryKey[0] !== 'ways' }),
  refused: () => void queries.invalidateQueries({ queryKey: ['me'] }),
});
