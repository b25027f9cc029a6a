/** A protocol that people know by name, and the rules that it takes. */
export type Protocol = { name: string; rules: readonly string[] };

export const PROTOCOLS: readonly Protocol[] = [
  { name: 'RDP', rules: ['tcp/3389', 'udp/3389'] },
  { name: 'WinRM', rules: ['tcp/5985'] },
  { name: 'WinRM over TLS', rules: ['tcp/5986'] },
  { name: 'SSH', rules: ['tcp/22'] },
  { name: 'VNC', rules: ['tcp/5900'] },
  { name: 'WebRTC', rules: ['udp/49152-65535'] },
];

const FORM = /^(tcp|udp)\/(\d{1,5})(?:-(\d{1,5}))?$/;

/** The rule as the Engine writes it; undefined when it is none. */
export function ruleOf(text: string): string | undefined {
  const form = FORM.exec(text.trim().toLowerCase().replaceAll(' ', ''));
  if (!form) return undefined;
  const first = Number(form[2]);
  const last = form[3] === undefined ? first : Number(form[3]);
  if (first < 1 || last > 65535 || first > last) return undefined;
  return first === last ? `${form[1]}/${first}` : `${form[1]}/${first}-${last}`;
}

export const isOn = (protocol: Protocol, ports: readonly string[]): boolean => protocol.rules.some(rule => ports.includes(rule));

/** The list with the protocol on, or off. */
export function switched(protocol: Protocol, ports: readonly string[], on: boolean): string[] {
  const others = ports.filter(rule => !protocol.rules.includes(rule));
  return on ? [...others, ...protocol.rules] : others;
}

export const ownRules = (ports: readonly string[]): string[] =>
  ports.filter(rule => !PROTOCOLS.some(protocol => protocol.rules.includes(rule)));

/** Whether the ceiling of the site covers each of these; without one everything is covered. */
export function within(rules: readonly string[], ceiling: readonly string[] | null | undefined): boolean {
  if (!ceiling) return true;
  return rules.every(rule => ceiling.some(top => covers(top, rule)));
}

function covers(top: string, rule: string): boolean {
  const outer = FORM.exec(top);
  const inner = FORM.exec(rule);
  return (
    outer !== null && inner !== null && outer[1] === inner[1] && Number(outer[2]) <= Number(inner[2]) && Number(outer[3] ?? outer[2]) >= Number(inner[3] ?? inner[2])
  );
}

/** Whether both say the same, whatever the order. */
export const same = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every(rule => other.includes(rule));

/** A list as the Engine tells it, as far as people set it. */
export type PortList = { ports: readonly string[]; comments: Readonly<Record<string, string>> };

/** What became of one list: rules that are open now, that are closed now, and that stayed with another comment. */
export function difference(before: PortList, now: PortList): { opened: string[]; closed: string[]; commented: string[] } {
  return {
    opened: now.ports.filter(rule => !before.ports.includes(rule)),
    closed: before.ports.filter(rule => !now.ports.includes(rule)),
    commented: now.ports.filter(rule => before.ports.includes(rule) && before.comments[rule] !== now.comments[rule]),
  };
}

/** The comments of these rules, with another one; an empty one is none. */
export function commented(list: PortList, rules: readonly string[], rule?: string, comment?: string): Record<string, string> {
  const all = rule === undefined ? list.comments : { ...list.comments, [rule]: comment?.trim() ?? '' };
  return Object.fromEntries(Object.entries(all).filter(([of, text]) => rules.includes(of) && text !== ''));
}
