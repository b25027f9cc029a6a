import { useQuery } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect } from 'react';
import { Refused, whenSignedOut } from '../api/client';
import { live } from '../api/live';
import { meQuery, queries } from '../api/queries';
import { DUTY_OF, forgetSession } from '../access/session';
import { SignIn } from '../access/SignIn';
import { Failure, Loading } from './parts';
import { router } from './router';

whenSignedOut(() => {
  // Asked again, it says what is missing
  if (queries.getQueryState(['me'])?.status === 'success') forgetSession();
});

/** Whoever is not signed in signs in, wherever the address points; then it shows that page. */
export function App() {
  const me = useQuery(meQuery);
  const signedIn = me.data !== undefined;
  useEffect(() => {
    if (!signedIn) return undefined;
    live.start();
    return () => live.stop();
  }, [signedIn]);

  if (me.isPending) return <Loading />;
  if (me.data) return <RouterProvider router={router} />;
  const refusal = me.error;
  if (refusal instanceof Refused && (refusal.status === 401 || DUTY_OF[refusal.code])) {
    return <SignIn duty={DUTY_OF[refusal.code]} ended={refusal.code === 'session_ended'} />;
  }
  return <Failure cause={refusal} again={() => void me.refetch()} />;
}
