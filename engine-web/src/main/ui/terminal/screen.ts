import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { Unicode11Addon } from '@xterm/addon-unicode11';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { Terminal, type ITheme } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import { texts } from '../shell/texts';
import { needsGuard } from './protocol';
import { withoutInlineStyles } from './style-sheets';

export type ScreenEvents = {
  typed: (bytes: Uint8Array) => void;
  resized: (columns: number, rows: number) => void;
  /** Several lines at once: whoever sees it decides. */
  guard: (text: string, paste: () => void) => void;
  wantsSearch: () => void;
  wantsOut: () => void;
  /** The terminal of that place among its tabs. */
  wantsTerminal: (place: number) => void;
};

export type Size = { columns: number; rows: number };

const DARK: ITheme = { background: '#0d1117', foreground: '#e6edf3', cursor: '#5bd3a4', selectionBackground: '#2f5a86' };

/** What a terminal says by itself when it is looked at, or not any more. */
const FOCUS = /^\x1b\[[IO]$/;

/** One screen of one shell. It outlives the page's components: its element is moved from one to the next. */
export class Screen {
  readonly element = document.createElement('div');
  private readonly xterm: Terminal;
  private readonly fitting = new FitAddon();
  private readonly searching = new SearchAddon();
  private readonly observer = new ResizeObserver(() => this.fit());
  private opened = false;
  private told: (index: number, count: number) => void = () => undefined;
  private own: Size = { columns: 80, rows: 24 };
  private window: Size | undefined;

  /** @param answers whether it answers what programs ask a terminal; of several screens of one shell only its owner's may */
  constructor(
    private readonly events: ScreenEvents,
    answers: boolean,
  ) {
    this.element.className = 'terminal-screen';
    this.xterm = new Terminal({
      allowProposedApi: true,
      scrollback: 10_000,
      cursorBlink: true,
      fontFamily: '"Cascadia Mono", Consolas, Menlo, "DejaVu Sans Mono", monospace',
      fontSize: 14,
      minimumContrastRatio: 4.5,
      theme: DARK,
      linkHandler: { activate: (_event, uri) => openLink(uri), allowNonHttpProtocols: false },
    });
    this.xterm.loadAddon(this.fitting);
    this.xterm.loadAddon(this.searching);
    this.xterm.loadAddon(new Unicode11Addon());
    this.xterm.loadAddon(new WebLinksAddon((_event, uri) => openLink(uri)));
    this.xterm.unicode.activeVersion = '11';
    const encoder = new TextEncoder();
    this.xterm.onData(text => (answers || !FOCUS.test(text)) && events.typed(encoder.encode(text)));
    if (!answers) this.keepSilent();
    this.xterm.onBinary(text => events.typed(Uint8Array.from(text, character => character.charCodeAt(0))));
    this.searching.onDidChangeResults(found => this.told(found.resultIndex, found.resultCount));
    this.xterm.attachCustomKeyEventHandler(key => this.takes(key));
    this.element.addEventListener('paste', event => this.pasted(event), { capture: true });
  }

  /** What has room here. */
  get size(): Size {
    return this.own;
  }

  /** Whether a program has the whole screen. */
  get full(): boolean {
    return this.xterm.buffer.active.type === 'alternate';
  }

  /** The size of the shell's window, where other screens decide it, too; nothing where this one alone does. */
  windowIs(size: Size | undefined): void {
    this.window = size;
    this.drawSize();
  }

  /** Shows it there. */
  show(place: HTMLElement): void {
    place.append(this.element);
    if (!this.opened) {
      this.opened = true;
      withoutInlineStyles(document, () => this.xterm.open(this.element));
      this.xterm.textarea?.setAttribute('aria-label', texts.terminal.label);
    }
    this.observer.observe(this.element);
    this.fit();
  }

  hide(): void {
    this.observer.disconnect();
    this.element.remove();
  }

  focus(): void {
    this.xterm.focus();
  }

  write(bytes: Uint8Array | string, drawn?: () => void): void {
    this.xterm.write(bytes, drawn);
  }

  reset(): void {
    this.xterm.reset();
  }

  /** Sends it as if it was typed. */
  press(keys: string): void {
    this.xterm.input(keys, true);
  }

  paste(text: string): void {
    this.xterm.paste(text);
  }

  /** How many there are, and which one is shown; counted over all that was printed. */
  search(text: string, backwards: boolean, told: (index: number, count: number) => void): void {
    if (!text) {
      this.searching.clearDecorations();
      told(-1, 0);
      return;
    }
    this.told = told;
    const options = { decorations: { matchOverviewRuler: '#8a6d00', activeMatchColorOverviewRuler: '#ffcc17', matchBackground: '#8a6d00', activeMatchBackground: '#b98412' } };
    if (backwards) this.searching.findPrevious(text, options);
    else this.searching.findNext(text, options);
  }

  /** All text that the screen and what is above it hold. */
  text(): string {
    const buffer = this.xterm.buffer.normal;
    const lines: string[] = [];
    for (let row = 0; row < buffer.length; row++) {
      const line = buffer.getLine(row);
      if (!line) continue;
      if (line.isWrapped && lines.length > 0) lines[lines.length - 1] += line.translateToString(true);
      else lines.push(line.translateToString(true));
    }
    return lines.join('\n').trimEnd() + '\n';
  }

  fontSize(change: number): void {
    this.xterm.options.fontSize = Math.min(28, Math.max(9, (this.xterm.options.fontSize ?? 14) + change));
    this.fit();
  }

  dispose(): void {
    this.hide();
    this.xterm.dispose();
  }

  private fit(): void {
    if (!this.element.isConnected || this.element.clientWidth === 0) return;
    const room = this.fitting.proposeDimensions();
    if (!room || Number.isNaN(room.cols) || Number.isNaN(room.rows)) return;
    if (room.cols !== this.own.columns || room.rows !== this.own.rows) {
      this.own = { columns: room.cols, rows: room.rows };
      this.events.resized(room.cols, room.rows);
    }
    this.drawSize();
  }

  private drawSize(): void {
    const { columns, rows } = this.window ?? this.own;
    if (columns !== this.xterm.cols || rows !== this.xterm.rows) this.xterm.resize(columns, rows);
  }

  /** Questions for attributes, places, modes and colours, which the owner's screen answers. */
  private keepSilent(): void {
    const { parser } = this.xterm;
    const heard = () => true;
    for (const prefix of ['', '>', '=']) parser.registerCsiHandler({ prefix, final: 'c' }, heard);
    for (const prefix of ['', '?']) {
      parser.registerCsiHandler({ prefix, final: 'n' }, heard);
      parser.registerCsiHandler({ prefix, intermediates: '$', final: 'p' }, heard);
    }
    parser.registerCsiHandler({ final: 't' }, heard);
    parser.registerDcsHandler({ intermediates: '$', final: 'q' }, heard);
    for (const colour of [4, 10, 11, 12]) parser.registerOscHandler(colour, text => text.includes('?'));
  }

  /** Whether the terminal takes the key itself. */
  private takes(key: KeyboardEvent): boolean {
    if (key.type !== 'keydown') return true;
    const letter = key.key.toLowerCase();
    const place = key.ctrlKey && key.shiftKey && /^Digit([1-9])$/.exec(key.code);
    if (place) {
      key.preventDefault();
      this.events.wantsTerminal(Number(place[1]) - 1);
      return false;
    }
    if (key.ctrlKey && key.shiftKey && letter === 'x') {
      key.preventDefault();
      this.events.wantsOut();
      return false;
    }
    if (key.ctrlKey && key.shiftKey && letter === 'f') {
      key.preventDefault();
      this.events.wantsSearch();
      return false;
    }
    const copies = letter === 'c' && ((key.ctrlKey && (key.shiftKey || this.xterm.hasSelection())) || key.metaKey);
    if (copies) {
      key.preventDefault();
      if (this.xterm.hasSelection()) {
        void navigator.clipboard.writeText(this.xterm.getSelection());
        this.xterm.clearSelection();
      }
      return false;
    }
    // The browser pastes by itself, and the event comes back here
    return !(letter === 'v' && ((key.ctrlKey && !key.altKey) || key.metaKey));
  }

  private pasted(event: ClipboardEvent): void {
    event.preventDefault();
    event.stopPropagation();
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (!text) return;
    const paste = () => this.paste(text);
    if (needsGuard(text, this.xterm.modes.bracketedPasteMode)) this.events.guard(text, paste);
    else paste();
  }
}

function openLink(uri: string): void {
  const { protocol } = new URL(uri);
  if (protocol === 'https:' || protocol === 'http:') window.open(uri, '_blank', 'noopener,noreferrer');
}
