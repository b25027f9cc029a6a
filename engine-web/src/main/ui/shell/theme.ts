import { useSyncExternalStore } from 'react';

export type Theme = 'light' | 'dark';

const KEY = 'borealis.theme';
const DARK = 'pf-v6-theme-dark';
const system = globalThis.matchMedia?.('(prefers-color-scheme: dark)');
const watchers = new Set<() => void>();

function chosen(): Theme {
  const kept = localStorage.getItem(KEY);
  if (kept === 'light' || kept === 'dark') return kept;
  return system?.matches ? 'dark' : 'light';
}

function show(): void {
  document.documentElement.classList.toggle(DARK, chosen() === 'dark');
  watchers.forEach(one => one());
}

/** As the system has it, until somebody chooses. */
export function startTheme(): void {
  system?.addEventListener('change', show);
  show();
}

export function useTheme(): [Theme, (theme: Theme) => void] {
  const theme = useSyncExternalStore(watcher => {
    watchers.add(watcher);
    return () => watchers.delete(watcher);
  }, chosen);
  return [
    theme,
    wanted => {
      localStorage.setItem(KEY, wanted);
      show();
    },
  ];
}
