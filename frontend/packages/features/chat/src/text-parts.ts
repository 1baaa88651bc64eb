/** A piece of a message's text. Text is never markup: only these three kinds of pieces exist. */
export type Part = { kind: 'text'; text: string } | { kind: 'ref'; text: string; noun: Noun; id: string } | { kind: 'link'; text: string; url: string };
export type Noun = 'call' | 'customer' | 'case';

const PIECE = /(?<![\w-])(call|customer|case):([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?![\w-])|https?:\/\/[^\s<>"'「」『』（）()｛｝]+/gi;
/** What ends a sentence rather than an address. */
const TAIL = /[.,;:!?。、．，！？]+$/;

/** Finds references (W-CHAT-2) and addresses in a text. */
export function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  let at = 0;
  const plain = (to: number) => {
    if (to > at) parts.push({ kind: 'text', text: text.slice(at, to) });
    at = to;
  };
  for (const match of text.matchAll(PIECE)) {
    const piece = match[1] ? match[0] : match[0].replace(TAIL, '');
    const part = match[1] ? ref(piece, match[1], match[2]!) : link(piece);
    if (!part) continue;
    plain(match.index);
    parts.push(part);
    at = match.index + piece.length;
  }
  plain(text.length);
  return parts;
}

function ref(text: string, noun: string, id: string): Part {
  return { kind: 'ref', text, noun: noun.toLowerCase() as Noun, id: id.toLowerCase() };
}

function link(text: string): Part | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:') || url.username || url.password) return undefined;
  return { kind: 'link', text, url: url.href };
}
