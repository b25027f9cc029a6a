import { Button } from '@patternfly/react-core';
import { CheckIcon, CopyIcon } from '@patternfly/react-icons';
import { useId, useRef, useState } from 'react';
import { texts } from '../shell/texts';

const words = texts.once;

/** Something that is shown and can be copied as a whole. */
export function Once({ label, value, copy }: { label: string; value: string; copy: string }) {
  const id = useId();
  const shown = useRef<HTMLElement>(null);
  const [told, setTold] = useState<'copied' | 'byHand'>();

  async function take() {
    try {
      await navigator.clipboard.writeText(value);
      setTold('copied');
    } catch {
      // The browser keeps its clipboard to itself
      getSelection()?.selectAllChildren(shown.current!);
      setTold('byHand');
    }
  }

  return (
    <div className="once">
      <div className="once-head">
        <span id={id}>{label}</span>
        <Button variant="link" size="sm" isInline icon={told === 'copied' ? <CheckIcon /> : <CopyIcon />} onClick={() => void take()}>
          {copy}
        </Button>
        <span role="status" className="port-note">
          {told && words[told]}
        </span>
      </div>
      <code ref={shown} className="once-value" tabIndex={0} role="textbox" aria-readonly aria-labelledby={id}>
        {/* Lines break between words, not within them */}
        {value.split(' ').flatMap((word, index) => (index === 0 ? [<span key={index}>{word}</span>] : [' ', <span key={index}>{word}</span>]))}
      </code>
    </div>
  );
}
