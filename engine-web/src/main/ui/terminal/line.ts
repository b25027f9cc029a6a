import { socketAddress } from '../api/live';
import { Acknowledgements, closingOf, parts, type FromTerminal, type News, type ToTerminal } from './protocol';
import type { Ending } from './endings';
import type { Screen } from './screen';

export type LineEvents = {
  /** The shell is there, new or the one of before, its screen is as it was, and it takes keys. */
  there: (terminal: string) => void;
  /** The connection is gone, the shell waits. */
  lost: () => void;
  over: (ending: Ending) => void;
  fromTheStart: () => void;
  printed: () => void;
  /** Something about a terminal that is shared. */
  news: (word: News) => void;
};

/** Bytes that make an acknowledgement due: an eighth of the Engine's window. */
const ACKNOWLEDGE_EVERY = 32 * 1024;

/** One socket between a shell and a screen. */
export class Line {
  /** Offset of the first byte that did not come yet; what came will be drawn, even when the socket is gone. */
  received = 0;
  private drawn = 0;
  private liveFrom = 0;
  private largest = 16 * 1024;
  /** The terminal that was attached to, as long as its past is being drawn. */
  private waiting: string | undefined;
  private exit: number | undefined;
  private abandoned = false;
  private readonly socket: WebSocket;
  private readonly drawing = new Acknowledgements(ACKNOWLEDGE_EVERY, bytes => this.say({ type: 'ack', bytes }));

  constructor(
    private readonly screen: Screen,
    tunnel: string,
    ticket: string,
    attach: { terminal: string; from: number } | undefined,
    private readonly events: LineEvents,
  ) {
    const { columns, rows } = screen.size;
    const query = new URLSearchParams({ ticket, columns: String(columns), rows: String(rows) });
    this.received = this.drawn = attach ? attach.from : 0;
    this.socket = new WebSocket(socketAddress(`/ws/terminal/${tunnel}?${query}`));
    this.socket.binaryType = 'arraybuffer';
    this.socket.onopen = () => {
      if (attach) this.say({ type: 'attach', terminal_id: attach.terminal, from: attach.from });
    };
    this.socket.onmessage = event => {
      if (typeof event.data === 'string') this.hear(JSON.parse(event.data) as FromTerminal);
      else this.draw(new Uint8Array(event.data as ArrayBuffer));
    };
    this.socket.onclose = event => this.closed(event);
  }

  type(bytes: Uint8Array): void {
    if (this.waiting !== undefined || this.socket.readyState !== WebSocket.OPEN) return;
    for (const part of parts(bytes, this.largest)) this.socket.send(part as Uint8Array<ArrayBuffer>);
  }

  say(word: ToTerminal): void {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(word));
  }

  /** The shell ends with it. */
  close(): void {
    this.abandoned = true;
    this.socket.close(1000);
  }

  /** Another line takes its place; nothing that this one still hears counts. */
  abandon(): void {
    this.abandoned = true;
    if (this.socket.readyState < WebSocket.CLOSING) this.socket.close(4000);
  }

  private hear(word: FromTerminal): void {
    switch (word.type) {
      case 'attached':
        if (word.restore) this.screen.write(word.restore);
        this.received = this.drawn = word.offset;
        this.liveFrom = word.live_from;
        this.largest = word.max_input;
        this.waiting = word.terminal_id;
        this.takeKeys();
        break;
      case 'opened':
        this.received = this.drawn = word.offset;
        this.largest = word.max_input;
        this.events.there(word.terminal_id);
        break;
      case 'exited':
        this.exit = word.exit_code;
        break;
      case 'input_refused':
        break;
      case 'skipped':
        this.received = word.offset;
        // What came before is drawn first
        this.screen.write(word.restore, () => (this.drawn = word.offset));
        this.events.news(word);
        break;
      case 'audience':
      case 'watching':
      case 'keyboard_refused':
        this.events.news(word);
        break;
    }
  }

  private draw(bytes: Uint8Array): void {
    this.received += bytes.length;
    this.events.printed();
    this.screen.write(bytes, () => {
      this.drawn += bytes.length;
      this.drawing.draw(bytes.length);
      this.takeKeys();
    });
  }

  /** Not before the past is drawn: what the screen answers to old questions must not reach the shell. */
  private takeKeys(): void {
    if (this.waiting === undefined || this.abandoned || this.drawn < this.liveFrom) return;
    const terminal = this.waiting;
    this.waiting = undefined;
    this.events.there(terminal);
  }

  private closed(event: CloseEvent): void {
    if (this.abandoned) return;
    const closing = closingOf(event.code);
    if (this.exit !== undefined) this.events.over({ why: 'exited', code: this.exit });
    else if (closing === 'again') this.events.lost();
    else if (closing === 'from-the-start') this.events.fromTheStart();
    else this.events.over(overBy(closing, event.reason));
  }
}

function overBy(closing: Exclude<ReturnType<typeof closingOf>, 'again' | 'from-the-start'>, text: string): Ending {
  switch (closing) {
    case 'taken-over':
      return { why: 'taken_over' };
    case 'signed-out':
      return { why: 'signed_out' };
    case 'left':
      return { why: 'left' };
    case 'taken-back':
      return { why: 'taken_back' };
    case 'too-much':
      return { why: 'too_many' };
    case 'ended':
      return { why: 'tunnel', reason: text, detail: '' };
    case 'gone':
      return { why: 'gone', detail: text };
    case 'failed':
      return { why: 'failed', detail: text };
  }
}
