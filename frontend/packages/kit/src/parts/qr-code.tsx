import { useMemo } from 'react';
import { encode } from 'uqr';

interface Props {
  /** What the code says. */
  text: string;
  /** What the picture is of, for who cannot see it. */
  label: string;
  /** Its side in px. */
  size?: number;
}

/** A QR code, dark on light in every scheme: cameras want it so. */
export function QrCode({ text, label, size = 176 }: Props) {
  const { path, side } = useMemo(() => drawn(text), [text]);
  return (
    <svg role="img" aria-label={label} width={size} height={size} viewBox={`0 0 ${side} ${side}`} shapeRendering="crispEdges" style={{ display: 'block', flex: 'none', borderRadius: 6, background: '#fff' }}>
      <path d={path} fill="#000" />
    </svg>
  );
}

/** The dark modules as one path, with the quiet zone of four that the standard asks for. */
function drawn(text: string): { path: string; side: number } {
  const { data, size } = encode(text, { ecc: 'M', border: 4 });
  let path = '';
  for (const [y, row] of data.entries()) {
    for (let x = 0; x < row.length; x++) {
      if (!row[x]) continue;
      let end = x;
      while (row[end]) end++;
      path += `M${x} ${y}h${end - x}v1h${x - end}z`;
      x = end;
    }
  }
  return { path, side: size };
}
