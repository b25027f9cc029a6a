/** What a browser, or a system around it, keeps for itself, as a terminal sends it. */
export type Key = { name: string; sends: string };

export const CONTROLS: readonly Key[] = [
  { name: 'Ctrl+C', sends: '\x03' },
  { name: 'Ctrl+D', sends: '\x04' },
  { name: 'Ctrl+N', sends: '\x0e' },
  { name: 'Ctrl+T', sends: '\x14' },
  { name: 'Ctrl+W', sends: '\x17' },
  { name: 'Ctrl+Z', sends: '\x1a' },
];

export const OTHERS: readonly Key[] = [
  { name: 'Esc', sends: '\x1b' },
  { name: 'Tab', sends: '\t' },
  { name: 'Shift+Tab', sends: '\x1b[Z' },
];

/** As xterm has them; Ctrl+Break and Ctrl+Alt+Del have no form in a terminal. */
export const FUNCTIONS: readonly Key[] = [
  '\x1bOP', '\x1bOQ', '\x1bOR', '\x1bOS', '\x1b[15~', '\x1b[17~', '\x1b[18~', '\x1b[19~', '\x1b[20~', '\x1b[21~', '\x1b[23~', '\x1b[24~',
].map((sends, index) => ({ name: `F${index + 1}`, sends }));
