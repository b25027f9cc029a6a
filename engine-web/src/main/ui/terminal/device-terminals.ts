import { api, granted, Refused } from '../api/client';
import { queries, tunnelQuery } from '../api/queries';
import { here } from '../tunnel/here';
import { DeviceTerminal, type Around } from './device-terminal';
import { remember, remembered } from './remembered';
import { anotherTabShows, countThisTab } from './tabs-of-session';

const PRESENCE_EVERY = 30_000;

/** The terminals of one device in this browser tab, and which of them are on the page. There is always one at least. */
export class DeviceTerminals implements Around {
  all: readonly DeviceTerminal[];
  /** Those on the page, side by side when two. */
  panes: readonly DeviceTerminal[];
  /** The one that the tools are for. */
  current: DeviceTerminal;
  onWantsOut: (() => void) | undefined;
  private numbers = 0;
  private presentAt = 0;
  private staying = false;
  private uncount: (() => void) | undefined;
  private version = 0;
  private readonly watchers = new Set<() => void>();

  constructor(readonly device: string) {
    const before = remembered(device);
    this.all = before.length > 0 ? before.map(one => this.anew(one)) : [this.anew()];
    this.current = this.all[0]!;
    this.panes = [this.current];
  }

  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  /** For React: another number when anything changed. */
  readonly snapshot = (): number => this.version;

  readonly changed = (): void => {
    this.version++;
    this.watchers.forEach(one => one());
  };

  readonly keep = (): void => {
    const shells = this.all.flatMap(one => one.remembered ?? []);
    remember(this.device, shells);
    if (shells.length > 0) this.uncount ??= countThisTab(this.device);
    else this.noMoreHere();
  };

  resume(): void {
    this.all.forEach(one => one.resume());
    this.keep();
  }

  get tunnel(): string | undefined {
    return this.all.find(one => one.phase.is === 'live')?.tunnel;
  }

  get opened(): boolean {
    return this.all.some(one => one.phase.is !== 'idle');
  }

  /** Puts it where the one before stood; one that is on the page stays where it is. */
  show(one: DeviceTerminal): void {
    if (!this.panes.includes(one)) this.panes = this.panes.map(shown => (shown === this.current ? one : shown));
    this.current = one;
    this.changed();
    one.screen?.focus();
  }

  readonly wantsTerminal = (place: number): void => {
    const wanted = this.all[place];
    if (wanted) this.show(wanted);
  };

  /** Who clicked something that went away types here next; whoever is elsewhere stays there. */
  readonly arrived = (one: DeviceTerminal): void => {
    if (one === this.current && document.activeElement === document.body) one.screen?.focus();
  };

  readonly wantsOut = (): void => this.onWantsOut?.();

  /** One more shell. */
  more(): void {
    const fresh = this.add(this.anew());
    void fresh.open();
  }

  /** A terminal that somebody else shares; once for each. */
  lookAt(shared: { terminal_id: string; tunnel_id: string; operator: string }): void {
    const there = this.all.find(one => one.terminal === shared.terminal_id);
    if (there) this.show(there);
    const guest = there ?? this.add(this.anew({ tunnel: shared.tunnel_id, terminal: shared.terminal_id, owner: shared.operator }));
    guest.look();
  }

  /** Two at once, and back to one. */
  sideBySide(): void {
    if (this.panes.length > 1) {
      this.panes = [this.current];
    } else {
      const other = this.all.find(one => one !== this.current) ?? this.anew();
      if (!this.all.includes(other)) this.all = [...this.all, other];
      this.panes = [this.current, other];
      this.current = other;
      if (other.phase.is === 'idle') void other.open();
    }
    this.changed();
  }

  /** Ends one; with the last one that any tab of this session shows, this session leaves the tunnel. */
  async close(one: DeviceTerminal): Promise<void> {
    if (this.all.length === 1 && !(await anotherTabShows(this.device))) return this.disconnect();
    one.forget();
    const place = this.all.indexOf(one);
    this.all = this.all.filter(other => other !== one);
    if (this.all.length === 0) this.all = [this.anew()];
    const next = this.all[Math.min(place, this.all.length - 1)]!;
    const left = this.panes.filter(other => other !== one);
    this.panes = left.length > 0 ? left : [next];
    if (this.current === one) this.current = this.panes[0]!;
    this.keep();
    this.changed();
    this.current.screen?.focus();
  }

  /** Leaves the tunnel; the last one out ends it. */
  async disconnect(): Promise<void> {
    // One stays and says it
    const kept = this.current.owner ? (this.all.find(one => !one.owner) ?? this.anew()) : this.current;
    this.all.forEach(one => one !== kept && one.forget());
    kept.close({ why: 'you_left' });
    this.all = this.panes = [kept];
    this.current = kept;
    this.keep();
    here.leaves(this.device);
    try {
      await granted(api.DELETE('/api/tunnel/disconnect', { params: { query: { agent_id: this.device } } }));
    } catch (refusal) {
      // Out is out, whoever was first
      if (!(refusal instanceof Refused) || !['no_tunnel', 'not_your_tunnel'].includes(refusal.code)) throw refusal;
    }
    await queries.invalidateQueries({ queryKey: ['tunnel', this.device] });
  }

  /** Signed out. */
  forget(): void {
    this.all.forEach(one => one.forget());
    this.noMoreHere();
  }

  /** Somebody sits there. */
  present(): void {
    const now = Date.now();
    const { tunnel } = this;
    if (!tunnel || now - this.presentAt < PRESENCE_EVERY) return;
    this.presentAt = now;
    // What it answers matters to nobody: an end is told elsewhere
    void api.POST('/api/tunnel/presence', { body: { tunnel_id: tunnel } }).catch(() => undefined);
  }

  /** Whoever types sees the warning go: keystrokes put the deadline off, and nothing tells by how much. */
  readonly worked = (): void => {
    this.presentAt = Date.now();
    const tunnel = queries.getQueryData(tunnelQuery(this.device).queryKey);
    if (!tunnel?.idle_warning || !tunnel.tunnel_id || this.staying) return;
    this.staying = true;
    void this.stay(tunnel.tunnel_id)
      // An end is told elsewhere
      .catch(() => undefined)
      .finally(() => (this.staying = false));
  };

  /** Puts the idle deadline off. */
  async stay(tunnel: string): Promise<void> {
    await granted(api.POST('/api/tunnel/activity', { body: { tunnel_id: tunnel } }));
    await queries.invalidateQueries({ queryKey: ['tunnel', this.device] });
  }

  private add(one: DeviceTerminal): DeviceTerminal {
    // What was never opened, or is over, gives its place
    const idle = this.all.length === 1 && this.current.phase.is === 'idle' ? this.current : undefined;
    this.all = [...this.all.filter(other => other !== idle), one];
    this.show(one);
    return one;
  }

  private anew(before?: ConstructorParameters<typeof DeviceTerminal>[2]): DeviceTerminal {
    return new DeviceTerminal(this, ++this.numbers, before);
  }

  private noMoreHere(): void {
    this.uncount?.();
    this.uncount = undefined;
  }
}
