import { api, granted, Refused } from '../api/client';
import { live, pauseAfter } from '../api/live';
import { onceMore } from '../api/once-more';
import { queries, tunnelQuery } from '../api/queries';
import { here } from '../tunnel/here';
import { endingOf, type Ending } from './endings';
import { Line } from './line';
import type { Guest, Leave, News } from './protocol';
import type { Remembered } from './remembered';
import { RoundTrip } from './round-trip';
import type { Screen } from './screen';

/** What is done between the click and the prompt, in this order. */
export const STEPS = ['asking', 'key', 'handshake', 'shell'] as const;
export type Step = (typeof STEPS)[number];

export type Phase =
  | { is: 'idle' }
  | { is: 'opening'; step: Step }
  | { is: 'live' }
  /** The connection is lost, the shell waits. */
  | { is: 'lost' }
  | { is: 'ended'; ending: Ending; step?: Step };

/** What a terminal belongs to: the device's part of this browser tab. */
export type Around = {
  readonly device: string;
  /** The one that this session is known to share. */
  readonly tunnel: string | undefined;
  /** Something about one of its terminals is another now. */
  changed: () => void;
  /** Which terminals there are is to outlive a reload. */
  keep: () => void;
  /** It takes keys. */
  arrived: (one: DeviceTerminal) => void;
  /** Its operator typed. */
  worked: () => void;
  wantsOut: () => void;
  wantsTerminal: (place: number) => void;
};

/** Something that a guest, or who types too much, is told once. */
export type Note = 'watching' | 'busy' | 'behind';

/** One terminal of a device in this browser tab: its way from the click to the prompt, and back after a drop. */
export class DeviceTerminal {
  phase: Phase = { is: 'idle' };
  screen: Screen | undefined;
  tunnel: string | undefined;
  terminal: string | undefined;
  /** Who opened it, when somebody else did. */
  readonly owner: string | undefined;
  /** With whom this one is shared, and who is there. */
  guests: readonly Guest[] = [];
  /** What a guest may do here. */
  may: Leave | undefined;
  note: Note | undefined;
  guarded: { text: string; paste: () => void } | undefined;
  searching = false;
  readonly trip = new RoundTrip();
  private line: Line | undefined;
  private failures = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private round = 0;

  constructor(
    private readonly around: Around,
    /** Unlike every other one's of this device in this tab. */
    readonly number: number,
    before?: Remembered,
  ) {
    this.tunnel = before?.tunnel;
    this.terminal = before?.terminal;
    this.owner = before?.owner;
  }

  get device(): string {
    return this.around.device;
  }

  change(what: Partial<Pick<DeviceTerminal, 'phase' | 'guarded' | 'searching' | 'note' | 'guests' | 'may'>>): void {
    Object.assign(this, what);
    this.around.changed();
  }

  /** What brings it back after a reload, while there is something to come back to. */
  get remembered(): Remembered | undefined {
    const over = this.phase.is === 'ended' && this.phase.ending.why !== 'taken_over';
    return this.tunnel && this.terminal && !over ? { tunnel: this.tunnel, terminal: this.terminal, owner: this.owner } : undefined;
  }

  /** After a reload: the same shell again, when there was one. */
  resume(): void {
    if (this.phase.is !== 'idle' || !this.remembered) return;
    this.change({ phase: { is: 'lost' } });
    void this.attach(++this.round);
  }

  /** The click of a guest: the terminal that another shares. */
  look(): void {
    if (this.phase.is === 'opening' || this.phase.is === 'live') return;
    clearTimeout(this.timer);
    this.line = undefined;
    this.change({ phase: { is: 'opening', step: 'shell' }, note: undefined });
    void this.attach(++this.round);
  }

  /** The click: opens the tunnel or joins it, then a shell in it. */
  async open(): Promise<void> {
    if (this.owner) return this.look();
    if (this.phase.is === 'opening' || this.phase.is === 'live') return;
    const round = ++this.round;
    clearTimeout(this.timer);
    let step: Step = 'asking';
    const at = (next: Step) => {
      step = next;
      if (round === this.round) this.change({ phase: { is: 'opening', step: next } });
    };
    at('asking');
    try {
      this.tunnel = this.around.tunnel ?? (await this.connect());
      await this.untilUp(round, at);
      at('shell');
      const ticket = await this.ticket(undefined);
      const screen = await this.screenThere();
      if (round !== this.round) return;
      screen.reset();
      this.terminal = undefined;
      this.startLine(screen, ticket, undefined);
    } catch (failure) {
      this.end(endingOf(failure), round, step);
    }
  }

  /** It is looked at no more here; with its owner's screen the shell ends, shown or not. */
  close(how?: Ending): void {
    this.round++;
    clearTimeout(this.timer);
    const { terminal } = this;
    const unheard = this.phase.is === 'lost' && !this.owner && !how && terminal;
    this.line?.close();
    this.line = undefined;
    this.terminal = undefined;
    if (how) this.change({ phase: { is: 'ended', ending: how }, guests: [], may: undefined, note: undefined });
    // It ends by itself when this does not arrive: nobody comes back to it
    if (unheard) void api.DELETE('/api/terminals/{terminal_id}', { params: { path: { terminal_id: terminal } } }).catch(() => undefined);
  }

  leaving(): void {
    this.line?.say({ type: 'leaving' });
  }

  /** The network is gone: the shell waits. */
  cut(): void {
    if (this.phase.is !== 'live') return;
    this.line?.abandon();
    this.again(this.round);
  }

  hurry(): void {
    if (this.phase.is === 'lost' && this.timer) {
      clearTimeout(this.timer);
      void this.attach(this.round);
    }
  }

  forget(): void {
    this.close();
    this.screen?.dispose();
    this.screen = undefined;
  }

  private async connect(): Promise<string> {
    // Before it is asked for: a tab that is closed meanwhile leaves what comes of it
    here.uses(this.device);
    try {
      const answer = await granted(api.POST('/api/tunnel/connect', { body: { agent_id: this.device } }));
      return String(answer.tunnel_id);
    } catch (refusal) {
      if (refusal instanceof Refused && refusal.code === 'tunnel_already_open' && refusal.more.tunnel_id) {
        return String(refusal.more.tunnel_id);
      }
      throw refusal;
    }
  }

  /** Events say when to look; how it stands is read where it always is. */
  private untilUp(round: number, at: (step: Step) => void): Promise<void> {
    return new Promise((up, failed) => {
      let over = false;
      // An event may come while an older state is on its way: what is read for it is read after it
      const look = onceMore(async () => {
        if (over) return;
        try {
          await queries.cancelQueries({ queryKey: tunnelQuery(this.device).queryKey });
          const tunnel = await queries.fetchQuery({ ...tunnelQuery(this.device), staleTime: 0 });
          if (round !== this.round || tunnel.status === 'up' || tunnel.status === 'recovering') done(up);
          else if (tunnel.status === 'down') done(() => failed(tunnel));
          else at(tunnel.wireguard?.agent_public_key ? 'handshake' : 'key');
        } catch (failure) {
          done(() => failed(failure as Error));
        }
      });
      const stop = live.listen({
        happened: word => word.agent_id === this.device && look(),
        fetchAgain: look,
      });
      const done = (how: () => void) => {
        over = true;
        stop();
        how();
      };
      look();
    });
  }

  private async ticket(terminal: string | undefined): Promise<string> {
    const answer = await granted(
      api.POST('/api/terminal/tickets', { body: { tunnel_id: String(this.tunnel), terminal_id: terminal } }),
    );
    return answer.ticket;
  }

  private async attach(round: number): Promise<void> {
    this.timer = undefined;
    try {
      const ticket = await this.ticket(this.terminal);
      const screen = await this.screenThere();
      if (round === this.round) this.startLine(screen, ticket, this.terminal);
    } catch (failure) {
      if (failure instanceof Refused && (failure.status === 0 || failure.status === 503)) this.again(round);
      else this.end(endingOf(failure), round);
    }
  }

  private again(round: number): void {
    if (round !== this.round) return;
    this.change({ phase: { is: 'lost' } });
    this.timer = setTimeout(() => void this.attach(round), pauseAfter(this.failures++));
  }

  private startLine(screen: Screen, ticket: string, terminal: string | undefined): void {
    const round = this.round;
    const from = terminal && this.line ? this.line.received : 0;
    this.line?.abandon();
    if (terminal && from === 0) screen.reset();
    this.line = new Line(screen, String(this.tunnel), ticket, terminal ? { terminal, from } : undefined, {
      there: id => {
        this.failures = 0;
        this.terminal = id;
        this.around.keep();
        this.change({ phase: { is: 'live' } });
        this.around.arrived(this);
        void queries.invalidateQueries({ queryKey: ['tunnel', this.device] });
      },
      printed: () => this.trip.heard(performance.now()),
      news: word => this.hear(word),
      lost: () => (this.terminal ? this.again(round) : this.end({ why: 'failed', detail: '' }, round, 'shell')),
      over: ending => this.end(ending, round),
      fromTheStart: () => {
        this.line = undefined;
        this.again(round);
      },
    });
  }

  private end(ending: Ending, round: number, step?: Step): void {
    if (round !== this.round) return;
    // Another tab shows it: it may be brought back. Who looked on may be let in again
    if (ending.why !== 'taken_over' && !this.owner) this.terminal = undefined;
    this.screen?.windowIs(undefined);
    this.change({ phase: { is: 'ended', ending, step }, guests: [], may: undefined, note: undefined });
    this.around.keep();
    void queries.invalidateQueries({ queryKey: ['tunnel', this.device] });
  }

  private async screenThere(): Promise<Screen> {
    if (!this.screen) {
      const { Screen } = await import('./screen');
      this.screen = new Screen({
        typed: bytes => this.typed(bytes),
        resized: (columns, rows) => this.line?.say({ type: 'resize', columns, rows }),
        guard: (text, paste) => this.change({ guarded: { text, paste } }),
        wantsSearch: () => this.change({ searching: true }),
        wantsOut: () => this.around.wantsOut(),
        wantsTerminal: place => this.around.wantsTerminal(place),
      }, this.owner === undefined);
      this.change({});
      // Its place in the page, so that the shell begins with the size that it will have
      await new Promise(painted => {
        requestAnimationFrame(painted);
        // A tab that nobody looks at paints nothing
        setTimeout(painted, 100);
      });
    }
    return this.screen;
  }

  private hear(word: News): void {
    switch (word.type) {
      case 'audience':
        this.screen?.windowIs(word.guests.length > 0 ? word : undefined);
        this.change({ guests: word.guests });
        break;
      case 'watching':
        this.screen?.windowIs(word);
        // Said again with each size of the owner's window, which takes back nothing that a guest was told
        this.change({ may: word.may, note: word.may === this.may ? this.note : undefined });
        break;
      case 'skipped':
        this.change({ note: 'behind' });
        break;
      case 'keyboard_refused':
        this.change({ note: word.reason });
        break;
    }
  }

  private typed(bytes: Uint8Array): void {
    if (this.phase.is === 'live' && this.may === 'watch') {
      if (this.note !== 'watching') this.change({ note: 'watching' });
    } else if (this.phase.is === 'live') {
      this.trip.sent(performance.now());
      this.line?.type(bytes);
      this.around.worked();
    } else if (this.phase.is === 'ended' && bytes.length === 1 && bytes[0] === 13) {
      void this.open();
    }
  }
}
