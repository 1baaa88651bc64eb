/** The product's mark: a counter bell, the thing one rings to be served. */
export function BellMark({ size = 34 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 34 34" fill="none" aria-hidden>
      <path d="M5 24a12 12 0 0 1 24 0Z" fill="currentColor" />
      <rect x="3" y="26" width="28" height="3.4" rx="1.7" fill="currentColor" />
      <circle cx="17" cy="8.2" r="2.6" fill="currentColor" />
    </svg>
  );
}
