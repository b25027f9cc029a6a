import { Alert, Button, EmptyState, EmptyStateActions, EmptyStateBody, EmptyStateFooter, Spinner } from '@patternfly/react-core';
import { useEffect, useState, type ReactNode } from 'react';
import { sentenceOf } from '../api/problems';
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
