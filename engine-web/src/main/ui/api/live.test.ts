// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Live, pauseAfter, type LiveWord } from './live';

const RUN = '0b0a1f0e-8a54-4f8e-9b1d-0c4a1c9a2f11';

type Fake = {
  after: string | undefined;
  onmessage: ((event: MessageEvent) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
  close: () => void;
  send: (text: string) => void;
};

describe('what happens at the Engine', () => {
  const sockets: Fake[] = [];
  const heard: string[] = [];
  const said: unknown[] = [];
  let live: Live;

  beforeEach(() => {
    vi.useFakeTimers();
    sockets.length = 0;
    heard.length = 0;
    said.length = 0;
    live = new Live(after => {
      const socket: Fake = { after, onmessage: null, onclose: null, close: () => undefined, send: text => said.push(JSON.parse(text)) };
      sockets.push(socket);
      return socket;
    });
    live.listen({
      happened: word => heard.push(`${word.number} ${word.event}`),
      fetchAgain: () => heard.push('fetch again'),
      refused: () => heard.push('refused'),
    });
    live.start();
  });

  afterEach(() => {
    live.stop();
    vi.useRealTimers();
  });

  const say = (word: LiveWord) => sockets.at(-1)!.onmessage!(new MessageEvent('message', { data: JSON.stringify(word) }));
  const drop = (code: number) => sockets.at(-1)!.onclose!(new CloseEvent('close', { code }));

  it('begins now and has everything read once', () => {
    say({ type: 'hello', run: RUN, number: 7 });

    expect(sockets[0]!.after).toBeUndefined();
    expect(live.state).toBe('live');
    expect(heard).toEqual(['fetch again']);
  });

  it('is told where the page is once it listens, again after a drop, and that it leaves', () => {
    live.at(['a']);
    live.leaving();
    expect(said).toEqual([]);

    say({ type: 'hello', run: RUN, number: 7 });
    live.at(['a']);
    live.at(['a', 'b']);
    drop(1006);
    live.at(['b']);
    vi.advanceTimersByTime(pauseAfter(0));
    say({ type: 'hello', run: RUN, number: 7 });
    live.leaving();

    const at = (...agent_ids: string[]) => ({ type: 'at', page: expect.any(String) as string, agent_ids });
    expect(new Set(said.flatMap(word => (word as { page?: string }).page ?? [])).size).toBe(1);
    expect(said).toEqual([at('a'), at('a', 'b'), at('b'), { type: 'leaving' }]);
  });

  it('goes on behind the last number after a drop, and is stale until then', () => {
    say({ type: 'hello', run: RUN, number: 7 });
    say({ type: 'happened', number: 9, at: '2026-01-01T00:00:00Z', event: 'tunnel_up' });
    drop(1006);
    expect(live.state).toBe('stale');

    vi.advanceTimersByTime(pauseAfter(0));
    say({ type: 'hello', run: RUN, number: 9 });

    expect(sockets[1]!.after).toBe(`${RUN}.9`);
    expect(live.state).toBe('live');
    expect(heard).toEqual(['fetch again', '9 tunnel_up']);
  });

  it('reads anew when it is told that some were missed', () => {
    say({ type: 'hello', run: RUN, number: 7 });
    drop(1006);
    vi.advanceTimersByTime(pauseAfter(0));
    say({ type: 'hello', run: 'another', number: 3 });
    say({ type: 'fetch_again', number: 3, reason: 'missed' });

    expect(heard).toEqual(['fetch again', 'fetch again']);
  });

  it('asks no more once the session is refused', () => {
    say({ type: 'hello', run: RUN, number: 7 });
    drop(4401);
    vi.advanceTimersByTime(60_000);

    expect(sockets).toHaveLength(1);
    expect(heard.at(-1)).toBe('refused');
  });

  it('is stale while the network is gone, and does not wait when it is back', () => {
    say({ type: 'hello', run: RUN, number: 7 });
    live.cut();
    expect(live.state).toBe('stale');
    live.hurry();

    expect(sockets).toHaveLength(2);
  });
});

describe('the pause between two tries', () => {
  it('grows and is bounded', () => {
    expect(pauseAfter(0)).toBe(250);
    expect(pauseAfter(3)).toBe(2000);
    expect(pauseAfter(1000)).toBe(15_000);
  });
});
