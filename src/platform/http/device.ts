// The order matters: most browsers name the ones that they want to be taken for, and themselves last.
const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'], [/\bOPR\/|\bOpera\b/, 'Opera'], [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'], [/Chrome\/|\bChromium\/|\bCriOS\//, 'Chrome'], [/\bSafari\//, 'Safari'],
]
const systems: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, 'iPhone'], [/\biPad\b/, 'iPad'], [/\bAndroid\b/, 'Android'], [/\bWindows\b/, 'Windows'], [/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'], [/\bLinux\b|\bX11\b/, 'Linux'],
]

const first = (known: typeof browsers, text: string): string => known.find(([sign]) => sign.test(text))?.[1] ?? 'other'

/** The family of a browser and its system, such as `Firefox/Windows`: what survives an update, and nothing that tells one person from another. */
export const deviceOf = (userAgent: string | undefined): string => {
  const text = (userAgent ?? '').slice(0, 400)
  return `${first(browsers, text)}/${first(systems, text)}`
}
