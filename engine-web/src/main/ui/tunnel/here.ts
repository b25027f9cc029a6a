import { live } from '../api/live';

const KEY = 'borealis.devices';

/** The latest of them; the Engine takes some more of one page. */
const MOST = 16;

/**
 * The devices that this browser tab is at: the one on the page, and those whose tunnels were opened here. The Engine is told, so
 * that a tunnel ends with the last page that used it. Those that were used outlive a reload: no secret, names alone.
 */
export class Here {
  private shown: string | undefined;
  private used = kept();

  constructor(private readonly tell: (devices: readonly string[]) => void) {}

  /** The page is about this device, until what it answers is called. */
  readonly shows = (device: string): (() => void) => {
    this.shown = device;
    this.say();
    return () => {
      if (this.shown !== device) return;
      this.shown = undefined;
      this.say();
    };
  };

  /** A tunnel was opened or joined from here. */
  uses(device: string): void {
    this.keep([...this.used.filter(one => one !== device), device].slice(-MOST));
  }

  /** Its tunnel is over, or was left. */
  leaves(device: string): void {
    if (this.used.includes(device)) this.keep(this.used.filter(one => one !== device));
  }

  /** Signed out. */
  forget(): void {
    this.keep([]);
    sessionStorage.removeItem(KEY);
  }

  /** Tells it anew to an Engine that may not know. */
  say(): void {
    this.tell([...new Set(this.shown ? [...this.used, this.shown] : this.used)]);
  }

  private keep(used: string[]): void {
    this.used = used;
    sessionStorage.setItem(KEY, JSON.stringify(used));
    this.say();
  }
}

function kept(): string[] {
  try {
    const read: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '[]');
    return Array.isArray(read) ? read.filter(one => typeof one === 'string').slice(-MOST) : [];
  } catch {
    return [];
  }
}

export const here = new Here(devices => live.at(devices));
here.say();
live.listen({ happened: word => word.event === 'tunnel_ended' && word.agent_id && here.leaves(word.agent_id) });
