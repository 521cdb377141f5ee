import type { EvidenceMissing } from '../shared/evidence/evidence-missing.ts'
import { html } from '../shared/evidence/html/html.ts'
import { page } from './page.ts'

/** A page that says why there is nothing else to see: what happened, what happens next, what to do. */
export const told = (title: string, ...lines: readonly string[]): string =>
  page({
    title: `${title} · Tidegate`,
    body: html`<div class="sign"><section class="top wait"><h1>${title}</h1>${lines.map((line) => html`<p>${line}</p>`)}</section></div>`,
  })

export const unproved = (): string =>
  told(
    'Who are you?',
    'A release is shown to the people who take part in it, and this address does not say who opens it.',
    'Were you asked to sign or to answer? Open the link in that mail: its page leads to the whole release, for a month.',
    'Did somebody send you this address, in Slack perhaps? Ask them how it goes, or Slack itself: /tidegate status. With rights on AWS: tidegate room --live.',
    'Whoever keeps this Tidegate can let people sign in; then this address opens for everybody in people.yaml.',
  )

export const tooOften = (): string =>
  told(
    'A moment, please',
    'This link was opened very often within a minute. This time it decided nothing; what was decided before stands.',
    'Open it again in a minute.',
  )

export const nothingHere = (): string =>
  told(
    'There is nothing here',
    'No page, and no release that you may see, has this address. Nothing was changed.',
    'Open the link that you were sent once more, all of it: some mail programs break long ones. Whoever runs the release can have it sent again; the command tidegate status lists what is open.',
  )

export const noRequest = (): string =>
  told('This is no request', 'It has no method and path that a page could have. Nothing was changed.')

export const failed = (): string =>
  told(
    'Tidegate could not answer',
    `Something that this page asks did not answer. The release goes on without the page. ${isItWritten}`,
    'Open it again in a minute. If it stays like this: tidegate doctor says what is not well.',
  )

/** AWS throttles, or is away: nothing is wrong with whoever asked, nor with their link. */
export const later = (): string =>
  told(
    'Please try again in a minute',
    `Something that this page needs does not answer at the moment. Your link stays good. ${isItWritten}`,
    'If it stays like this, and it is urgent: tidegate approve, reject and answer go another way.',
  )

/** What failed may have failed after a decision was written. */
const isItWritten =
  'Looking at a page changes nothing; whether an answer that you sent was written, the page says next time.'

export const contradicting = (error: EvidenceMissing): string =>
  told('The ledger contradicts itself', error.message, 'The release itself goes on: tidegate status says where it is.')
