import type { CallView } from '../call/call-types.ts';
import type { Keys } from './use-keys.ts';
import type { InHand } from './use-simulation.ts';

/** What keys work with. */
export interface KeyParts {
  readonly bound: InHand | undefined;
  readonly bargeIn: boolean;
  readonly go: (moment: number) => void;
  readonly moment: number;
  readonly total: number;
  readonly isLast: boolean;
  readonly setDialog: (dialog: 'fork' | 'help') => void;
  readonly changeBargeIn: (bargeIn: boolean) => void;
  readonly speech: { readonly current: HTMLInputElement | null };
  readonly call: CallView;
}

/** What each key does to a call. */
export function keysOf({
  bound,
  bargeIn,
  go,
  moment,
  total,
  isLast,
  setDialog,
  changeBargeIn,
  speech,
  call,
}: KeyParts): Keys {
  const looks: Keys = {
    ArrowLeft: () => go(moment - 1),
    ArrowRight: () => go(moment + 1),
    Home: () => go(1),
    End: () => go(total),
    f: () => setDialog('fork'),
    '?': () => setDialog('help'),
  };
  if (bound === undefined) return looks;
  const goOn = (how: string) => () => void bound.act({ goOn: how });
  const isPaused = call.waitsFor?.for === 'pause';
  const presses = [...'0123456789*#'].map(
    (key) => [key, () => void bound.act({ press: key, bargeIn })] as const,
  );
  return {
    ...looks,
    ...(isLast && call.waitsFor?.takes.includes('press') === true && Object.fromEntries(presses)),
    s: () => speech.current?.focus(),
    n: () => void bound.act({ passToNext: true }),
    h: () => void bound.act({ hangUp: true }),
    b: () => changeBargeIn(!bargeIn),
    F8: goOn('run'),
    r: goOn('run'),
    F9: goOn('step'),
    p: goOn('step'),
    F10: isPaused ? goOn('stepOver') : () => undefined,
    o: isPaused ? goOn('stepOver') : undefined,
  };
}
