/** A browser and its system from what it says of itself: enough to know one's own again. */
export function browserText(agent: string | undefined): string {
  if (!agent) return '';
  const browser = BROWSERS.find(([pattern]) => pattern.test(agent));
  const system = SYSTEMS.find(([pattern]) => pattern.test(agent));
  if (!browser && !system) return agent.length > 40 ? `${agent.slice(0, 40)}…` : agent;
  const version = browser?.[0].exec(agent)?.[1];
  return [browser ? `${browser[1]}${version ? ` ${version}` : ''}` : undefined, system?.[1]].filter(Boolean).join(' · ');
}

/** The first that fits: most of them call themselves Chrome and Safari, too. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/Yobirin\/([\d.]+)/, 'Yobirin'],
  [/Edg\w*\/(\d+)/, 'Edge'],
  [/OPR\/(\d+)/, 'Opera'],
  [/Firefox\/(\d+)/, 'Firefox'],
  [/(?:HeadlessChrome|Chrome|CriOS)\/(\d+)/, 'Chrome'],
  [/Version\/(\d+).*Safari/, 'Safari'],
  [/curl\/([\d.]+)/, 'curl'],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
];
