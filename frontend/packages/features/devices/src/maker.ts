import { useCallback, useState } from 'react';

/** Makers whose files the server writes (server: deskphone). */
export const MAKERS = ['yealink', 'grandstream', 'poly', 'snom', 'panasonic', 'fanvil'] as const;
export type Maker = (typeof MAKERS)[number];

/** Their names are the same in every language. */
export const MAKER_NAMES: Record<Maker, string> = { yealink: 'Yealink', grandstream: 'Grandstream', poly: 'Poly / Polycom', snom: 'Snom', panasonic: 'Panasonic', fanvil: 'Fanvil' };

const KEY = 'yobirin.phone-maker';

export const isMaker = (text: string | null | undefined): text is Maker => MAKERS.includes(text as Maker);

/** The maker chosen last in this browser: an office has mostly one kind. */
export function useMaker(first?: string): [Maker, (maker: Maker) => void] {
  const [maker, setMaker] = useState<Maker>(() => {
    if (isMaker(first)) return first;
    const kept = localStorage.getItem(KEY);
    return isMaker(kept) ? kept : MAKERS[0];
  });
  const choose = useCallback((next: Maker) => {
    localStorage.setItem(KEY, next);
    setMaker(next);
  }, []);
  return [maker, choose];
}

/** What is typed into a phone of this maker: the folder, or the file; some want no scheme before it. */
export function typedInto(maker: string | undefined, url: string, files: readonly string[]): string {
  switch (maker) {
    case 'snom':
    case 'panasonic':
      return files[0] ?? url;
    case 'grandstream':
      return url.replace(/^https?:\/\//, '').replace(/\/$/, '');
    default:
      return url;
  }
}
