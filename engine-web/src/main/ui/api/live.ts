import { base } from './client';

/** What the Engine says on /ws/events. */
export type LiveWord =
  | { type: 'hello'; run: string; number: number }
  | Happened
  | { type: 'fetch_again'; number: number; reason: string };

export type Happened = {
  type: 'happened';
  number: number;
  at: string;
  event: string;
  agent_id?: string;
  tunnel_id?: string;
  operator?: string;
};

export type LiveState = 'off' | 'live' | 'stale';

export type LiveListener = {
  happened?: (word: Happened) => void;
  /** What is shown may be old: read it anew. */
  fetchAgain?: () => void;
  /** The Engine says that this session may not look on any more. */
  refused?: () => void;
};

type Socket = Pick<WebSocket, 'close' | 'send'> & {
  onmessage: ((event: MessageEvent) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
};

const LONGEST_PAUSE = 15_000;

/** Of a close code that no further try mends. */
const REFUSED = new Set([4401, 4403]);

/** How long to wait before the next try, in milliseconds. */
export const pauseAfter = (failures: number): number => Math.min(LONGEST_PAUSE, 250 * 2 ** Math.min(failures, 8));

/** What happens at the Engine, over any number of connections: goes on where it was, or says to read anew. */
export class Live {
  state: LiveState = 'off';
  private socket: Socket | undefined;
  private run: string | undefined;
  private number = 0;
  /** Known to the Engine as the same over all connections. */
  private readonly page = crypto.randomUUID();
  private devices: readonly string[] = [];
  private failures = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly listeners = new Set<LiveListener>();
  private readonly watchers = new Set<() => void>();

  constructor(private readonly open: (after: string | undefined) => Socket = openSocket) {}

  listen(listener: LiveListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** For React: told when {@link state} changes. */
  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  start(): void {
    if (this.socket || this.timer) return;
    this.connect();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const open = this.socket;
    this.socket = undefined;
    if (open) {
      open.onclose = null;
      open.onmessage = null;
      open.close();
    }
    this.run = undefined;
    this.become('off');
  }

  /** The page is at these devices from now on, over any number of connections. */
  at(devices: readonly string[]): void {
    if (devices.join() === this.devices.join()) return;
    this.devices = devices;
    if (this.state === 'live') this.sayWhere();
  }

  /** The page goes away, or is loaded anew; which of them nobody can tell. */
  leaving(): void {
    if (this.state === 'live') this.socket?.send(JSON.stringify({ type: 'leaving' }));
  }

  private sayWhere(): void {
    this.socket?.send(JSON.stringify({ type: 'at', page: this.page, agent_ids: this.devices }));
  }

  /** The network is gone: what is open only looks alive, and would for a while. */
  cut(): void {
    const open = this.socket;
    if (!open) return;
    this.socket = undefined;
    open.onclose = null;
    open.onmessage = null;
    open.close();
    this.become('stale');
    this.timer = setTimeout(() => this.connect(), pauseAfter(this.failures++));
  }

  /** The network is back, or the page is looked at again: no reason to wait. */
  hurry(): void {
    if (this.timer) {
      clearTimeout(this.timer);
      this.timer = undefined;
      this.connect();
    }
  }

  private connect(): void {
    this.timer = undefined;
    const socket = this.open(this.run === undefined ? undefined : `${this.run}.${this.number}`);
    this.socket = socket;
    socket.onmessage = event => this.hear(JSON.parse(String(event.data)) as LiveWord);
    socket.onclose = event => {
      this.socket = undefined;
      this.become('stale');
      if (REFUSED.has(event.code)) {
        this.listeners.forEach(one => one.refused?.());
        return;
      }
      this.timer = setTimeout(() => this.connect(), pauseAfter(this.failures++));
    };
  }

  private hear(word: LiveWord): void {
    if (word.type === 'hello') {
      const anew = this.run === undefined;
      this.failures = 0;
      // A run that is another one is followed by fetch_again
      this.run = word.run;
      this.number = word.number;
      this.become('live');
      if (this.devices.length > 0) this.sayWhere();
      if (anew) this.listeners.forEach(one => one.fetchAgain?.());
      return;
    }
    this.number = word.number;
    if (word.type === 'happened') {
      this.listeners.forEach(one => one.happened?.(word));
    } else {
      this.listeners.forEach(one => one.fetchAgain?.());
    }
  }

  private become(state: LiveState): void {
    if (this.state !== state) {
      this.state = state;
      this.watchers.forEach(one => one());
    }
  }
}

export function socketAddress(path: string): string {
  return `${location.origin.replace(/^http/, 'ws')}${base}${path}`;
}

function openSocket(after: string | undefined): Socket {
  return new WebSocket(socketAddress('/ws/events' + (after ? `?after=${encodeURIComponent(after)}` : '')));
}

export const live = new Live();
