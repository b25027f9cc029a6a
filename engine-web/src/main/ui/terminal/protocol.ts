/** What the Engine says beside output, as text frames. */
export type FromTerminal =
  | { type: 'opened'; terminal_id: string; offset: number; window: number; max_input: number }
  | { type: 'attached'; terminal_id: string; offset: number; live_from: number; restore: string; window: number; max_input: number }
  | { type: 'input_refused'; input: 'keystrokes' | 'word'; max_bytes: number }
  | { type: 'exited'; exit_code: number }
  | News;

/** What somebody may do in a terminal that another shares with him. */
export type Leave = 'watch' | 'type';

export type Guest = { operator: string; may: Leave; screens: number };

/** What the Engine says about a terminal that is shared; sizes are those of the shell's window. */
export type News =
  /** To its owner, at first and whenever it changes. */
  | { type: 'audience'; guests: Guest[]; columns: number; rows: number }
  /** To a guest, in the same way. */
  | { type: 'watching'; operator: string; may: Leave; columns: number; rows: number }
  /** To a guest who was too slow. */
  | { type: 'skipped'; offset: number; live_from: number; restore: string }
  | { type: 'keyboard_refused'; reason: 'watching' | 'busy' };

/** What a page says beside keystrokes, as text frames. */
export type ToTerminal =
  | { type: 'resize'; columns: number; rows: number }
  | { type: 'ack'; bytes: number }
  | { type: 'attach'; terminal_id: string; from: number }
  | { type: 'leaving' };

/** What a close of the socket means for the terminal. */
export type Closing = 'again' | 'signed-out' | 'taken-over' | 'ended' | 'gone' | 'left' | 'failed' | 'too-much' | 'taken-back' | 'from-the-start';

/** By the Engine's own codes; every other close is a lost connection, and the shell waits. */
export function closingOf(code: number): Closing {
  switch (code) {
    case 4401:
      return 'signed-out';
    case 4403:
    case 4411:
      return 'left';
    case 4404:
    case 4410:
      return 'ended';
    case 4412:
    case 4413:
      return 'gone';
    case 4414:
      return 'taken-over';
    case 4415:
      return 'taken-back';
    case 4416:
      return 'from-the-start';
    case 4429:
      return 'too-much';
    case 4400:
    case 4500:
      return 'failed';
    default:
      return 'again';
  }
}

/** Messages of at most so many bytes; a long paste becomes several. */
export function* parts(bytes: Uint8Array, most: number): Generator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += most) {
    yield bytes.subarray(from, Math.min(bytes.length, from + most));
  }
}

/** Acknowledges what was drawn by amount, not by frame: many small frames become one word. */
export class Acknowledgements {
  private drawn = 0;

  /** @param every how many bytes make a word due; well below the Engine's window */
  constructor(
    private readonly every: number,
    private readonly say: (bytes: number) => void,
  ) {}

  draw(bytes: number): void {
    this.drawn += bytes;
    if (this.drawn >= this.every) this.flush();
  }

  flush(): void {
    if (this.drawn > 0) {
      this.say(this.drawn);
      this.drawn = 0;
    }
  }
}

/** Whether somebody is asked before this is pasted: several lines would run one by one, unless the shell takes them as a paste. */
export function needsGuard(text: string, bracketed: boolean): boolean {
  return !bracketed && /[\r\n]/.test(text.replace(/[\r\n]+$/, ''));
}
