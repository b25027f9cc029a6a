import { expect, it } from 'vitest';
import { clientName } from './client-name';

const CHROME = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

it.each([
  [CHROME, 'Chrome, Windows'],
  [`${CHROME} Edg/140.0.0.0`, 'Edge, Windows'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox, Linux'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15', 'Safari, macOS'],
  ['curl/8.5.0', 'curl/8.5.0'],
  ['x'.repeat(200), `${'x'.repeat(40)}…`],
])('%j is %j', (userAgent, name) => expect(clientName(userAgent)).toBe(name));
