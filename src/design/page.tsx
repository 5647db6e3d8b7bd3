import type { ComponentChildren, VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import type { MenuEntry, PageCall } from '#platform/doors/page'
import { languages } from '#vocabulary/language'
import { buildAssets } from './build-assets.ts'
import { words } from './sentences.ts'
import { SessionUntil, SessionWarning } from './session-warning.tsx'

const assets = buildAssets()

/** A page as the text that a browser gets. */
export const renderPage = (page: VNode): string => `<!doctype html>${renderToString(page)}`

/** What a form needs whose answer comes from the device; only the pages that have one load it. */
export const PasskeyScript = () => <script src={assets.passkey} defer />

type Props = {
  readonly call: PageCall
  readonly title: string
  readonly children: ComponentChildren
  /** One thing at a time, for people in a hurry or in trouble. */
  readonly narrow?: boolean
  /** A way out in one touch, on pages that a person in danger may open: no name of ours stands on them. */
  readonly quickExit?: boolean
  /** A link back, above the title. */
  readonly back?: { readonly href: string; readonly label?: string }
  /** Where the page is asked for again while something works, by browsers without script; with script `AtWork` moves by itself. */
  readonly againAt?: string | undefined
}

/** The page around every screen: bar, language menu, evaluation line, content, foot. */
export function AppPage({ call, title, children, narrow = false, quickExit = false, back, againAt }: Props) {
  const say = words(call.language)
  return (
    <html lang={call.language}>
      <head>
        <meta charset="utf-8" />
        <title>{`${title} · ${quickExit ? '' : 'Ariadne'}`.replace(/ · $/, '')}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <link rel="stylesheet" href={assets.style} />
        <script src={assets.script} defer />
        {againAt && <noscript><meta http-equiv="refresh" content={`5;url=${againAt}`} /></noscript>}
      </head>
      <body>
        <a href="#content" class="ari-skip-link">{say('skip')}</a>
        {quickExit && <div class="leave no-print"><a href="https://www.meteo.be/" data-quick-exit="" rel="noreferrer">{say('quick-exit')}</a> <span class="leave__keys">{say('quick-exit-keys')}</span></div>}
        <Bar call={call} quickExit={quickExit} isTask={narrow} />
        {call.installation.mode === 'evaluation' && <div class="evaluation" role="note">{say('evaluation')}</div>}
        <SessionWarning call={call} />
        <main id="content" class={narrow ? 'page page--narrow' : 'page'} tabIndex={-1}>
          {back && <a class="ari-back-link no-print" href={back.href}>{back.label ?? say('back')}</a>}
          {call.flash && <div class="notice notice--good" role="status"><p>{call.flash}</p></div>}
          {children}
        </main>
        <footer class="foot">
          <div class="foot__inner"><a href="/rights">{say('rights')}</a><a href="/check">{say('check')}</a><a href="/figures">{say('figures')}</a><a href="/analyses">{say('analyses')}</a><SessionUntil call={call} /></div>
        </footer>
      </body>
    </html>
  )
}

function Bar({ call, quickExit, isTask }: { readonly call: PageCall; readonly quickExit: boolean; readonly isTask: boolean }) {
  const say = words(call.language)
  return (
    <header class={isTask ? 'bar bar--task' : 'bar'}>
      <div class="bar__inner">
        {!quickExit && <a class="bar__name" href="/">Ariadne</a>}
        {call.menu.length > 0 && !quickExit && (
          <nav aria-label={say('menu')}>
            <ul>
              {call.menu.slice(0, inSight).map((entry) => <MenuLink entry={entry} />)}
              {call.menu.length > inSight && (
                <li>
                  <details class="bar__more">
                    <summary class={call.menu.slice(inSight).some(({ current }) => current) ? 'bar__here' : undefined}>{say('menu-more')}</summary>
                    <ul>{call.menu.slice(inSight).map((entry) => <MenuLink entry={entry} />)}</ul>
                  </details>
                </li>
              )}
            </ul>
          </nav>
        )}
        <div class="bar__right">
          <nav aria-label={say('languages')}>
            <ul>
              {languages.map((language) => (
                <li><a href={`/language/${language}?back=${encodeURIComponent(call.address)}`} lang={language} hreflang={language} aria-current={language === call.language ? 'true' : undefined}>{language.toUpperCase()}</a></li>
              ))}
            </ul>
          </nav>
          {!quickExit && (call.actor ? <SignedIn call={call} /> : <a href="/sign-in">{say('sign-in')}</a>)}
        </div>
      </div>
    </header>
  )
}

/** What is used every day stands in the bar; the rest is one touch further, so that the bar stays one line. */
const inSight = 5

const MenuLink = ({ entry: { href, label, current } }: { readonly entry: MenuEntry }) => <li><a href={href} aria-current={current ? 'page' : undefined}>{label}</a></li>

function SignedIn({ call: { actor, language } }: { readonly call: PageCall }) {
  const say = words(language)
  const standsFor = actor?.standsFor ? say('stands-for', { name: actor.standsFor.name }) : ''
  return (
    <>
      <a class="bar__who" href="/account" aria-label={`${actor?.name}, ${actor?.officeName} ${standsFor}`.trim()}>
        <span class="bar__person">{actor?.name}</span>
        <span class="bar__office">{actor?.officeName}{standsFor && <strong> {standsFor}</strong>}</span>
      </a>
      <form method="post" action="/sign-out"><button type="submit">{say('sign-out')}</button></form>
    </>
  )
}
