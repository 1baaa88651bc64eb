import { useToast } from '@yobirin/kit';
import { useCommand, useSeat, type Command } from '@yobirin/seat';
import { createContext, use, useCallback, useEffect, useMemo, useRef, useState, type ReactNode, type RefObject } from 'react';
import type { Deed, Handing } from './actions';
import { useTroubleText } from './trouble';

/** What lies on the phone's desk besides the calls: nothing of it is the seat's. */
interface Desk {
  panel: { how: Handing; line: string } | undefined;
  openPanel: (how: Handing, line: string) => void;
  closePanel: () => void;
  keypad: boolean;
  setKeypad: (open: boolean) => void;
  /** What stands in the dialing field. It stays when another pane or panel takes the field's place. */
  dial: string;
  setDial: (text: string) => void;
  field: RefObject<HTMLInputElement | null>;
  /** Puts the cursor into the field, now or when it comes onto the screen. Gives what takes the wish back. */
  toField: () => () => void;
  /** The field has come onto the screen. */
  fieldCame: () => void;
  /** Does something with a call; what goes wrong is said. */
  act: (deed: Deed) => void;
  run: (command: Command) => Promise<boolean>;
}

const DeskContext = createContext<Desk | undefined>(undefined);

/** Holds the desk for the pane, the shortcuts, the palette and the presence list alike. `onHand` shows the phone pane. */
export function PhoneDesk({ children, onHand }: { children: ReactNode; onHand?: () => void }) {
  const [panel, setPanel] = useState<Desk['panel']>();
  const [keypad, setKeypad] = useState(false);
  const { field, toField, fieldCame } = useField();
  const run = useRun();
  const hand = useRef(onHand);
  useEffect(() => {
    hand.current = onHand;
  });
  const [dial, setDial] = useLeftNumber(() => setPanel(undefined), hand, toField);
  const openPanel = useCallback((how: Handing, line: string) => {
    hand.current?.();
    setPanel({ how, line });
  }, []);
  const closePanel = useCallback(() => setPanel(undefined), []);
  const act = useCallback<Desk['act']>((deed) => ('hand' in deed ? openPanel(deed.hand, deed.line) : void run(deed.command)), [openPanel, run]);
  const live = useSeat((s) => s.calls.some((c) => c.line === panel?.line && (c.busy !== '' || c.can.some((a) => a === panel.how))));
  const desk = useMemo<Desk>(() => ({ panel: live ? panel : undefined, openPanel, closePanel, keypad, setKeypad, dial, setDial, field, toField, fieldCame, act, run }), [live, panel, openPanel, closePanel, keypad, dial, setDial, field, toField, fieldCame, act, run]);
  return <DeskContext value={desk}>{children}</DeskContext>;
}

/** The dialing field, which another pane or panel may stand in for: who wants to type there need not know. */
function useField() {
  const field = useRef<HTMLInputElement>(null);
  const wanted = useRef(false);
  const toField = useCallback(() => {
    // What closes gives the focus back before the next frame.
    const frame = requestAnimationFrame(() => {
      wanted.current = !field.current;
      field.current?.focus();
    });
    return () => {
      cancelAnimationFrame(frame);
      wanted.current = false;
    };
  }, []);
  const fieldCame = useCallback(() => {
    if (wanted.current) field.current?.focus();
    wanted.current = false;
  }, []);
  return { field, toField, fieldCame };
}

/**
 * The dialing field's text. A tel: link or another program puts its number here, whatever is on the screen: the phone is
 * shown with it, and nothing is dialed by itself.
 */
function useLeftNumber(closePanel: () => void, show: RefObject<(() => void) | undefined>, toField: Desk['toField']) {
  const rev = useSeat((s) => s.dialRev);
  const left = useSeat((s) => s.dial);
  const [text, setText] = useState(left);
  const [seen, setSeen] = useState(rev);
  if (rev !== seen) {
    setSeen(rev);
    setText(left);
    closePanel();
  }
  const waits = left !== ''; // until it is dialed
  useEffect(() => {
    if (rev === 0 || !waits) return undefined;
    show.current?.();
    return toField();
  }, [rev, waits, show, toField]);
  return [text, setText] as const;
}

export function usePhoneDesk(): Desk {
  const desk = use(DeskContext);
  if (!desk) throw new Error('PhoneDesk is missing');
  return desk;
}

/** Gives a command and says why when it fails, unless the call itself says it. True: done or under way. */
function useRun(): Desk['run'] {
  const command = useCommand();
  const toast = useToast();
  const say = useTroubleText();
  return useCallback(
    async (wish) => {
      const trouble = await command(wish);
      if (!trouble) return true;
      const { text, hint } = say(trouble);
      toast({ tone: 'error', text: hint ? `${text} ${hint}` : text });
      return false;
    },
    [command, toast, say],
  );
}
