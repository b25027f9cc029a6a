import { live, type Happened } from '../api/live';

const MOST = 500;

/** The newest events since this page was opened, newest first. Another run of the Engine counts anew. */
class Feed {
  private events: readonly Happened[] = [];
  private readonly watchers = new Set<() => void>();

  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  readonly snapshot = (): readonly Happened[] => this.events;

  add(event: Happened): void {
    this.become([event, ...this.events].slice(0, MOST));
  }

  clear(): void {
    this.become([]);
  }

  private become(events: readonly Happened[]): void {
    this.events = events;
    this.watchers.forEach(one => one());
  }
}

export const feed = new Feed();

live.listen({ happened: word => feed.add(word), fetchAgain: () => feed.clear(), refused: () => feed.clear() });
