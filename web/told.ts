import type { EvidenceMissing } from '../shared/evidence/evidence-missing.ts'
import { html } from '../shared/evidence/html/html.ts'
import { page } from './page.ts'

/** A page that says why there is nothing else to see: what happened, what happens next, what to do. */
export const told = (title: string, ...lines: readonly string[]): string =>
  page({
    title: `${title} · Tidegate`,
    body: html`<section class="top wait"><h1>${title}</h1>${lines.map((line) => html`<p>${line}</p>`)}</section>`,
  })

export const unproved = (): string =>
  told(
    'Who are you?',
    'This page is shown to people of a release, and this request does not say who asks.',
    'Open the link in the mail or message that asked you to sign; it is for you alone, and works for a month.',
    'If it has expired, ask whoever runs the release to send another; on a laptop: tidegate room --live.',
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
