import { Alert, AlertActionCloseButton, Button, Modal, ModalBody, ModalFooter, ModalHeader, ProgressStep, ProgressStepper, TextInput } from '@patternfly/react-core';
import { useEffect, useRef, useState } from 'react';
import { sentenceOf } from '../api/problems';
import { texts } from '../shell/texts';
import { STEPS, type DeviceTerminal, type Step } from './device-terminal';
import type { DeviceTerminals } from './device-terminals';
import type { Ending } from './endings';

const words = texts.terminal;

/** One terminal, and what there is to say about it. */
export function Pane({ shells, terminal, beside }: { shells: DeviceTerminals; terminal: DeviceTerminal; beside: boolean }) {
  const { phase, screen, owner, may, note } = terminal;
  return (
    <div
      className={`terminal-pane${beside && terminal === shells.current ? ' current' : ''}`}
      role="tabpanel"
      id={`terminal-${terminal.number}`}
      aria-labelledby={`terminal-tab-${terminal.number}`}
      onFocusCapture={() => terminal !== shells.current && shells.show(terminal)}
    >
      {phase.is === 'opening' && !owner && <Steps at={phase.step} failed={false} />}
      {phase.is === 'ended' && phase.step && <Steps at={phase.step} failed />}
      <div aria-live="polite">
        {phase.is === 'lost' && <Alert component="h2" isInline variant="warning" title={words.lost} />}
        {phase.is === 'ended' && <Ended terminal={terminal} ending={phase.ending} />}
        {owner && may && phase.is === 'live' && (
          <p className={`terminal-watching ${may}`}>
            <bdi>{may === 'type' ? words.share.typing(owner) : words.share.watching(owner)}</bdi>
          </p>
        )}
        {note && (
          <Alert
            component="h2"
            isInline
            variant="info"
            title={words.share.notes[note]}
            actionClose={
              <AlertActionCloseButton
                aria-label={words.share.dismiss}
                onClose={() => {
                  terminal.change({ note: undefined });
                  screen?.focus();
                }}
              />
            }
          />
        )}
      </div>
      {terminal.searching && screen && <Search terminal={terminal} />}
      {screen && (
        <div className="terminal" aria-busy={phase.is !== 'live'}>
          <Place shells={shells} terminal={terminal} />
        </div>
      )}
      <Guard terminal={terminal} />
    </div>
  );
}

/** Where the screen is shown while this page is; it lives on when the page goes. */
function Place({ shells, terminal }: { shells: DeviceTerminals; terminal: DeviceTerminal }) {
  const place = useRef<HTMLDivElement>(null);
  const { screen } = terminal;
  useEffect(() => {
    if (!screen || !place.current) return undefined;
    screen.show(place.current);
    if (shells.current === terminal) screen.focus();
    return () => screen.hide();
  }, [screen, shells, terminal]);
  return <div className="terminal-place" ref={place} />;
}

function Steps({ at, failed }: { at: Step; failed: boolean }) {
  const current = STEPS.indexOf(at);
  return (
    <ProgressStepper className="steps" aria-label={words.stepsLabel}>
      {STEPS.map((step, index) => (
        <ProgressStep
          key={step}
          id={`step-${step}`}
          titleId={`step-title-${step}`}
          isCurrent={index === current}
          variant={index < current ? 'success' : index > current ? 'pending' : failed ? 'danger' : 'info'}
          aria-label={words.steps[step]}
        >
          {words.steps[step]}
        </ProgressStep>
      ))}
    </ProgressStepper>
  );
}

function Ended({ terminal, ending }: { terminal: DeviceTerminal; ending: Ending }) {
  const again = ending.why === 'taken_over' ? words.bringBack : words.reopen;
  // What somebody else shared is his to share again
  const may = ending.why !== 'signed_out' && (!terminal.owner || ending.why === 'taken_over');
  return (
    <Alert component="h2"
      isInline
      variant={ending.why === 'you_left' || ending.why === 'exited' ? 'info' : 'warning'}
      title={words.ended}
      actionLinks={
        may && (
          <Button variant="link" isInline onClick={() => void terminal.open()}>
            {again}
          </Button>
        )
      }
    >
      {sentence(ending, terminal.owner)} {terminal.screen && may && words.reopenKey}
    </Alert>
  );
}

function sentence(ending: Ending, owner: string | undefined): string {
  switch (ending.why) {
    case 'exited':
      return words.why.exited(ending.code);
    case 'tunnel':
      return [texts.tunnel.reasons[ending.reason] ?? ending.reason, ending.detail].filter(Boolean).join(' ');
    case 'refused':
      return sentenceOf(ending.refusal);
    case 'taken_back':
      return words.why.taken_back(owner ?? '');
    case 'gone':
      if (owner) return words.why.guest_gone(owner);
      return [words.why.gone, ending.detail].filter(Boolean).join(' ');
    case 'failed':
      return [words.why.failed, ending.detail].filter(Boolean).join(' ');
    default:
      return words.why[ending.why];
  }
}

/** Asks before several lines are pasted. */
function Guard({ terminal }: { terminal: DeviceTerminal }) {
  const { guarded, screen } = terminal;
  if (!guarded) return null;
  const close = () => terminal.change({ guarded: undefined });
  return (
    <Modal isOpen variant="small" aria-labelledby="paste-title" aria-describedby="paste-body" onClose={close}>
      <ModalHeader labelId="paste-title" title={words.pasteTitle} />
      <ModalBody id="paste-body">
        <p>{words.pasteBody}</p>
        <pre className="pasted" tabIndex={0}>{guarded.text.slice(0, 4000)}</pre>
      </ModalBody>
      <ModalFooter>
        <Button
          autoFocus
          onClick={() => {
            guarded.paste();
            close();
            screen?.focus();
          }}
        >
          {words.paste}
        </Button>
        <Button variant="link" onClick={close}>
          {texts.access.cancel}
        </Button>
      </ModalFooter>
    </Modal>
  );
}

function Search({ terminal }: { terminal: DeviceTerminal }) {
  const [text, setText] = useState('');
  const [found, setFound] = useState({ index: -1, count: 0 });
  const look = (wanted: string, backwards: boolean) =>
    terminal.screen?.search(wanted, backwards, (index, count) => setFound({ index, count }));
  const close = () => {
    look('', false);
    terminal.change({ searching: false });
    terminal.screen?.focus();
  };
  return (
    <div className="terminal-search" role="search">
      <TextInput
        className="terminal-search-field"
        autoFocus
        aria-label={words.search}
        value={text}
        onChange={(_event, value) => {
          setText(value);
          look(value, true);
        }}
        onKeyDown={event => {
          if (event.key === 'Enter') look(text, !event.shiftKey);
          if (event.key === 'Escape') close();
        }}
      />
      <span aria-live="polite">{text && words.found(found.index, found.count)}</span>
      <Button variant="link" size="sm" onClick={() => look(text, true)}>{words.previous}</Button>
      <Button variant="link" size="sm" onClick={() => look(text, false)}>{words.next}</Button>
      <Button variant="link" size="sm" onClick={close}>{words.close}</Button>
    </div>
  );
}
