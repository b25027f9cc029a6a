import { Alert, Button, EmptyState, EmptyStateActions, EmptyStateBody, EmptyStateFooter, Spinner, Toolbar, ToolbarContent } from '@patternfly/react-core';
import type { UseQueryResult } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import { sentenceOf } from '../api/problems';
import { PAGE } from '../api/queries';
import { left, local, utc } from './format';
import { texts } from './texts';

/** A moment in the viewer's zone, with UTC on hover. */
export function When({ at }: { at: string | null | undefined }) {
  return at ? (
    <time dateTime={at} title={utc(at)}>
      {local(at)}
    </time>
  ) : (
    <>{texts.never}</>
  );
}

/** Counts down while it is shown. */
export function Countdown({ until }: { until: string }) {
  return <>{left(until, useNow())}</>;
}

/** The time of day, each second while somebody looks. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

export function Failure({ cause, again }: { cause: unknown; again?: () => void }) {
  return (
    <Alert component="h2"
      variant="danger"
      isInline
      title={texts.failed}
      actionLinks={again && <Button variant="link" isInline onClick={again}>{texts.again}</Button>}
    >
      {sentenceOf(cause)}
    </Alert>
  );
}

export function Loading() {
  return <Spinner aria-label={texts.loading} />;
}

export function Nothing({ title, body, action }: { title: string; body: string; action?: ReactNode }) {
  return (
    <EmptyState titleText={title} headingLevel="h2" variant="sm">
      <EmptyStateBody>{body}</EmptyStateBody>
      {action && (
        <EmptyStateFooter>
          <EmptyStateActions>{action}</EmptyStateActions>
        </EmptyStateFooter>
      )}
    </EmptyState>
  );
}

type ListedProps<T> = {
  /** Of one row more than a page shows, which tells whether another page follows. */
  query: UseQueryResult<T[]>;
  /** Above the rows, items of a toolbar: what is done with the list, and which part of it is shown. */
  head?: ReactNode;
  /** Where there is no row. */
  empty: ReactNode;
  /** The way to the first page; nothing where that is shown. */
  first: ReactNode;
  /** The way to the page after this row. */
  next: (last: T) => ReactNode;
  children: (page: T[]) => ReactNode;
};

/** One page of a list. */
export function Listed<T>({ query, head, empty, first, next, children }: ListedProps<T>) {
  const page = query.data?.slice(0, PAGE) ?? [];
  const last = page.at(-1);
  return (
    <>
      {head && (
        <Toolbar inset={{ default: 'insetNone' }}>
          <ToolbarContent>{head}</ToolbarContent>
        </Toolbar>
      )}
      {query.isPending && <Loading />}
      {query.error && <Failure cause={query.error} again={() => void query.refetch()} />}
      {query.data && page.length === 0 && empty}
      {page.length > 0 && children(page)}
      <p className="pages">
        {first}
        {(query.data?.length ?? 0) > PAGE && last !== undefined && next(last)}
      </p>
    </>
  );
}
