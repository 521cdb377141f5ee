import { html, type Safe } from '../../shared/evidence/html/html.ts'

/** What one form of a page needs besides its own fields. */
export interface Form {
  /** Proves that the form was on a page of ours, which this browser has seen. */
  readonly csrf: string
  /** Whoever sees it has signed in: their link is of no use to anybody else. */
  readonly signedIn?: boolean
  /** What went wrong with what was sent, and what had been typed. */
  readonly wrong?: Wrong
}
export interface Wrong {
  readonly say: string
  readonly message: string
  readonly typed?: string
  readonly reason?: string
}

/** A form that decides; it posts to the address that it stands at. */
export const form = ({ csrf, wrong }: Form, say: string, fields: Safe, button: Safe): Safe =>
  html`<form method="post" class="decide"${wrong?.say === say && html` aria-describedby="wrong"`}><input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="say" value="${say}">${fields}<p class="do">${button}</p></form>`

/** In whose name a form decides. */
export const inWhoseName = ({ signedIn }: Form, sign: 'sign' | 'answer', called: string): Safe =>
  signedIn === true
    ? html`<p>You ${sign} as <b>${called}</b>. You have signed in, so this link is of no use to anybody else. <a href="/logout">Sign out</a></p>`
    : html`<p>You ${sign} as <b>${called}</b>. This link is yours alone: whoever uses it ${sign}s in your name.</p>`

export const typedField = (say: string, name: string, { wrong }: Form): Safe =>
  html`<p class="field"><label for="typed-${say}">To show that you mean this release, type <b>${name}</b></label><input id="typed-${say}" name="typed" type="text" autocomplete="off" autocapitalize="none" spellcheck="false" required maxlength="120" value="${wrong?.say === say ? wrong.typed : ''}"></p>`

export const reasonField = (say: string, question: string, { wrong }: Form, required = true): Safe =>
  html`<p class="field"><label for="reason-${say}">${question}</label><textarea id="reason-${say}" name="reason" rows="2" maxlength="500"${required && html` required`}>${wrong?.say === say ? wrong.reason : ''}</textarea></p>`

export const button = (text: string, tone: 'go' | 'stop' | 'back' = 'go'): Safe =>
  html`<button type="submit" class="${tone}">${text}</button>`

/** Told first, before anything else on the page. */
export const wrongBox = ({ wrong }: Form): Safe =>
  wrong === undefined
    ? html``
    : html`<div id="wrong" class="top bad" role="alert"><h2 class="first">Nothing was decided</h2><p>${wrong.message}</p></div>`

export const moment = (ms: number): Safe => {
  const iso = new Date(ms).toISOString()
  return html`<time datetime="${iso}">${iso.slice(0, 16).replace('T', ' ')} UTC</time>`
}
