import { isLanguage, switchLanguage, useText } from '@yobirin/kit';
import { useCommand, useSeat } from '@yobirin/seat';
import { useEffect, useRef } from 'react';

/** Page and seat speak one language: what changes last, on either side, is told to the other. */
export function useSeatLanguage(): void {
  const { language } = useText();
  const wanted = useSeat((s) => s.language);
  const command = useCommand();
  const seen = useRef<{ page?: string; seat?: string }>({});
  useEffect(() => {
    const { page, seat } = seen.current;
    seen.current = { page: language, seat: wanted };
    if (language === wanted || !isLanguage(wanted)) return;
    if (seat !== wanted || page === undefined) void switchLanguage(wanted);
    else void command({ type: 'changeSettings', language });
  }, [language, wanted, command]);
}
