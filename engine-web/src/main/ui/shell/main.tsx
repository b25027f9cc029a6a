import '@patternfly/react-core/dist/styles/base.css';
import './console.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { live } from '../api/live';
import { queries } from '../api/queries';
import { terminals } from '../terminal/terminals';
import { App } from './App';
import { startTheme } from './theme';

startTheme();
addEventListener('pagehide', () => {
  terminals.leaving();
  live.leaving();
});
addEventListener('offline', () => {
  live.cut();
  terminals.cut();
});
addEventListener('online', () => {
  live.hurry();
  terminals.hurry();
});
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') {
    live.hurry();
    terminals.hurry();
  }
});
for (const act of ['keydown', 'pointerdown', 'wheel', 'pointermove'] as const) {
  addEventListener(act, () => terminals.present(), { passive: true, capture: true });
}

createRoot(document.getElementById('app')!).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);
