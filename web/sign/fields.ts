import { html, type Safe } from '../../shared/evidence/html/html.ts'

/** What one form of a page needs besides its own fields. */
export interface Form {
  /** Proves that the form was on a page of ours, which this browser has seen. */
  readonly csrf: string
  readonly now: number
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
export const form = ({ csrf }: Form, say: string, fields: Safe, button: Safe): Safe =>
  html`<form method="post" class="decide"><input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="say" value="${say}">${fields}<p class="do">${button}</p></form>`

export const isWrong = ({ wrong }: Form, say: string): boolean => wrong?.say === say

/** In whose name a form decides. */
export const inWhoseName = ({ signedIn }: Form, sign: 'sign' | 'answer', called: string): Safe =>
  signedIn === true
    ? html`<p>You ${sign} as <b>${called}</b>. You have signed in, so this link is of no use to anybody else. Nothing happens until you press a button. <a class="tap" href="/logout">Sign out</a></p>`
    : html`<p>You ${sign} as <b>${called}</b>. This link is yours alone: whoever uses it ${sign}s in your name. Nothing happens until you press a button.</p>`

/** Where the reader is brought to, and told why, when what they sent was wrong. */
const again = (asked: Form, say: string): Safe =>
  isWrong(asked, say) ? html` aria-describedby="amiss" autofocus` : html``
const amiss = (asked: Form, say: string): Safe =>
  isWrong(asked, say) ? html`<span id="amiss" class="amiss">${asked.wrong?.message}</span>` : html``

export const typedField = (say: string, name: string, asked: Form): Safe =>
  html`<p class="field"><label for="typed-${say}">To show that you mean this release, type <b>${name}</b></label>${amiss(asked, say)}<input id="typed-${say}" name="typed" type="text" autocomplete="off" autocapitalize="none" spellcheck="false" required maxlength="120" value="${isWrong(asked, say) ? asked.wrong?.typed : ''}"${again(asked, say)}></p>`

interface ReasonOptions {
  readonly required?: boolean
  readonly first?: boolean
}

export const reasonField = (say: string, question: string, asked: Form, options: ReasonOptions = {}): Safe => {
  const { required = true, first = false } = options
  return html`<p class="field"><label for="reason-${say}">${question}</label>${first && amiss(asked, say)}<textarea id="reason-${say}" name="reason" rows="2" maxlength="500"${required && html` required`}${first && again(asked, say)}>${isWrong(asked, say) ? asked.wrong?.reason : ''}</textarea></p>`
}

export const button = (text: string, tone: 'go' | 'stop' | 'back' = 'go'): Safe =>
  html`<button type="submit" class="${tone}">${text}</button>`

/** A line that unfolds; open from the start where the reader has to see what is in it. */
export const fold = (title: Safe | string, body: Safe, { open = false, kind = '' } = {}): Safe =>
  html`<details class="${kind}"${open && html` open`}><summary>${title}</summary><div class="folded">${body}</div></details>`

/** Told first, before anything else on the page. */
export const wrongBox = ({ wrong }: Form): Safe =>
  wrong === undefined
    ? html``
    : html`<div class="top bad" role="alert"><p><b>Nothing was decided.</b></p><p>${wrong.message}</p></div>`
