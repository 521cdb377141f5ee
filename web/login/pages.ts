import { html, type Safe } from '../../shared/evidence/html/html.ts'
import { type Question, shortName } from '../../shared/gates/visit.ts'
import { ownPath } from '../../shared/login/own-path.ts'
import type { SignedIn } from '../../shared/login/session.ts'
import { page } from '../page.ts'
import { button } from '../sign/fields.ts'
import { told } from '../told.ts'

const query = (path: string, more = ''): string => `to=${encodeURIComponent(ownPath(path))}${more}`
/** Where somebody signs in, to come back to a page of ours. */
export const loginPath = (to: string, again = false): string => `/login?${query(to, again ? '&again=yes' : '')}`
export const logoutPath = (to: string): string => `/logout?${query(to)}`

const own = (title: string, body: Safe): string =>
  page({
    title: `${title} · Tidegate`,
    body: html`<div class="sign"><section class="top wait"><h1>${title}</h1>${body}</section></div>`,
  })
const way = (path: string, text: string): Safe => html`<p class="do"><a class="button" href="${path}">${text}</a></p>`

/** Nobody is signed in: whose link it is, or that people alone may see this. */
export function signInFirst(to: string, question?: Question): string {
  const why =
    question === undefined
      ? html`<p>Releases are shown to the people who are asked about them. Sign in, and you come back here.</p>`
      : html`<p>This link is for <b>${question.called}</b>: it asks about ${shortName(question.everything.release)}. Sign in as ${question.called}, and you come back here.</p><p>Nothing was decided, and nothing is decided by signing in.</p>`
  return own('Sign in first', html`${why}${way(loginPath(to), 'Sign in')}`)
}

/** The link of somebody else. */
export const somebodyElse = ({ called, everything }: Question, who: SignedIn, to: string): string =>
  own(
    'This link is for somebody else',
    html`<p>It asks <b>${called}</b> about ${shortName(everything.release)}; you are signed in as <b>${who.called}</b>. Nothing was decided.</p><p>If you are asked as well, a link of your own was sent to you. If you are ${called}, sign out, and sign in as ${called}.</p>${way(logoutPath(to), 'Sign out')}`,
  )

/** Signed in, and nobody whom we know. */
export const nobodyOfOurs = (who: SignedIn): string =>
  own(
    'You are not on the list of people',
    html`<p>You are signed in as <b>${who.mail}</b>, and nobody who takes part in releases has this address. Nothing is shown to you, and nothing was changed.</p><p>Have you another address? Sign out, and sign in with that one. If not, ask whoever runs the releases to add you.</p><p class="dim">For whoever keeps Tidegate: the address belongs into people.yaml as their <code>mail</code>; then <code>tidegate publish people</code>.</p>${way(logoutPath('/'), 'Sign out')}`,
  )

/** Asks whether to sign out: a link that does so would be followed by whatever reads ahead. */
export const mayLeave = (who: SignedIn | undefined, csrf: string): string =>
  own(
    who === undefined ? 'Nobody is signed in' : `You are signed in as ${who.called}`,
    who === undefined
      ? way(loginPath('/'), 'Sign in')
      : html`<form method="post"><input type="hidden" name="csrf" value="${csrf}">${button('Sign out')}</form>`,
  )

/** Signed out here; the issuer may still know the browser, so it asks anew for a name. */
export const left = (to: string): string =>
  own('You are signed out', html`<p>Nothing was decided.</p>${way(loginPath(to, true), 'Sign in as somebody else')}`)

export const stale = (): string =>
  own(
    'This sign-in is over',
    html`<p>It took longer than ten minutes, was begun in another browser, or is used for a second time. Nothing was decided.</p><p>Open your link once more, or begin again.</p>${way(loginPath('/'), 'Begin again')}`,
  )

export const refused = (to: string, why: string): string =>
  own(
    'You are not signed in',
    html`<p>The sign-in did not let you in, or its answer could not be trusted. Nothing was decided.</p>${way(loginPath(to), 'Try again')}<p class="dim">For whoever keeps Tidegate: <code>${why}</code></p>`,
  )

export const unverified = (to: string): string =>
  own(
    'Your mail address is not verified',
    html`<p>The sign-in does not vouch for your mail address, so it cannot say which of our people you are. Nothing was decided.</p><p>Verify the address there, or ask whoever keeps your accounts; then sign in once more.</p>${way(loginPath(to, true), 'Sign in once more')}`,
  )

export const issuerAway = (): string =>
  told(
    'Nobody can sign in now',
    'The service that people sign in with did not answer. Nothing was decided, and the release goes on as it was.',
    'Load your link again in a minute. If it is urgent: with rights on AWS, tidegate approve and tidegate reject sign without these pages.',
  )
