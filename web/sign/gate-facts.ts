import { durationWords } from '../../shared/evidence/duration-words.ts'
import { html, type Safe } from '../../shared/evidence/html/html.ts'
import type { GateCard } from '../../shared/gates/card.ts'
import { standing } from '../../shared/gates/quorum.ts'
import { roleWords } from '../../shared/gates/role-words.ts'
import type { Question } from '../../shared/gates/visit.ts'
import { calledIn } from '../../shared/gates/who.ts'
import type { GateRecord, SignRecord } from '../../shared/ledger/records.ts'
import type { ReleasePlan } from '../../shared/plan/release-plan.ts'
import { fold } from './fields.ts'
import { moment } from './moment.ts'

const list = (lines: readonly (Safe | string)[]): Safe =>
  html`<ul>${lines.map((line) => html`<li>${typeof line === 'string' ? unbroken(line) : line}</li>`)}</ul>`
/** A number stays beside its sign. */
const unbroken = (line: string): string => line.replaceAll(/(\d) %/g, '$1\u00a0%')

/** What nobody may overlook stands in the open; the rest is a line each. */
export function inShort(card: GateCard, plan: ReleasePlan): Safe {
  const [checked = '', ...bad] = card.checks
  const serious = [
    ...card.risks,
    ...bad.map((check) => `Not good: ${check}`),
    ...card.waived.map((check) => `Shall not count this time: ${check}`),
  ]
  const { fastSeconds, fullSeconds } = plan.back
  const facts: readonly (readonly [string, Safe | string | false])[] = [
    ['So far', card.done ?? false],
    ['If all of you sign', soon(card, plan)],
    ['What is new', newWords(card)],
    ['Checks', `${checked}.`],
    [
      'If it goes wrong',
      `It is taken back by itself: users are back within ${durationWords(fastSeconds)}, everything within ${durationWords(fullSeconds)}. Data is never restored without asking.`,
    ],
  ]
  return html`${serious.length > 0 && html`<section class="top bad" aria-labelledby="risk"><h2 id="risk" class="first">Know this before you sign</h2>${list(serious)}</section>`}<section class="card" aria-labelledby="short"><h2 id="short" class="first">In short</h2><dl class="short">${facts.map(([term, fact]) => fact !== false && html`<div><dt>${term}</dt><dd>${fact}</dd></div>`)}</dl></section>`
}

/** Which parts have another build than what is live; each with its builds is folded below. */
function newWords({ changed }: GateCard): string | false {
  const parts = changed.map((one) => one.split(': ')[0]!)
  if (parts.length === 0) return false
  const last = parts.at(-1)!
  return `${parts.length === 1 ? `One part: ${last}` : `${parts.length} parts: ${parts.slice(0, -1).join(', ')} and ${last}`}.`
}

/** What will happen in a few breaths; the whole of it is folded below. */
function soon({ will }: GateCard, plan: ReleasePlan): Safe {
  const has = (stage: string) => will.some((one) => one.stage === stage)
  const inSteps = plan.cutover.some(({ unchanged, steps }) => unchanged === undefined && steps.length > 1)
  const lines = [
    has('Back up') && 'Data is backed up.',
    has('Migrate') && 'Data is migrated.',
    has('Deploy') && `The new version is set up where no user is yet${has('Try it out') ? ', and tried out' : ''}.`,
    has('Ask again') && 'More people are asked to sign.',
    has('Move users') && `Users move to it${inSteps ? ' in steps, with a look at errors and speed after each' : ''}.`,
    `It is watched for ${durationWords(plan.bake.seconds)}.`,
  ]
  return html`<ol>${lines.map((line) => line !== false && html`<li>${line}</li>`)}</ol>`
}

/** Everything else there is to know, folded: a telephone shows the question and the answer first. */
export function details(card: GateCard, gate: GateRecord, { everything }: Question): Safe {
  const signs = everything.signs.filter((sign) => sign.gate === gate.gate)
  return html`<section class="card" aria-labelledby="all"><h2 id="all" class="first">In detail</h2>
${fold('What will happen, in this order', html`<ol class="stages">${card.will.map(({ stage, what }) => html`<li><b>${stage}</b>${list(what)}</li>`)}</ol>`)}
${card.changed.length > 0 && fold(`What is new: ${card.changed.length === 1 ? 'one part' : `${card.changed.length} parts`}`, list(card.changed))}
${fold('What was checked', html`${list(card.checks)}<ul class="plain small dim">${everything.checks.filter(({ verdict }) => verdict === 'pass').map(({ check }) => html`<li>✓ ${check}</li>`)}</ul>`)}
${fold('Who signs', list(whoSigns(gate, signs)))}
${fold('What these words mean', words)}</section>`
}

/** Whoever has never seen Tidegate need not ask anybody. */
const meanings = [
  ['Release', 'One new version going to its users, from the first check to the last look.'],
  [
    'Sign-off',
    'Your yes or no, written down with your name and the time. It counts for exactly what this page shows: if that changes, you are asked again.',
  ],
  ['Check', 'A question that a machine answers: is there a backup, does it answer, is the certificate good?'],
  ['Part, build', 'What the new version is made of, and one exact state of it. A build’s number is its fingerprint.'],
  ['Deploy', 'Put the new version in place, where no user meets it yet.'],
  [
    'Side',
    'One complete way to answer users. The new version is set up on the side that nobody uses, and users move to it.',
  ],
  ['Move users', 'Users begin to meet the new version, some at first where it goes in steps.'],
  ['Tidegate', 'The program that runs the release, asks you, and puts everything back by itself when a check fails.'],
] as const
const words = html`<dl class="short">${meanings.map(([word, means]) => html`<div><dt>${word}</dt><dd>${means}</dd></div>`)}</dl>`

const did = { sign: 'signed', reject: 'rejected', 'break-glass': 'broke the glass' } as const

/** `Ana Alvarez signed as engineering lead, …`; for the page while it asks and afterwards. */
export const signLine = (gate: GateRecord, sign: SignRecord): Safe =>
  html`${calledIn(gate, sign.person)} ${did[sign.decision]}${sign.decision !== 'break-glass' && ` as ${roleWords(sign.role)}`}, ${moment(sign.at)}${sign.reason !== undefined && html`: “${sign.reason}”`}`

/** Who else was asked, so that nobody has to ask around. */
function whoSigns(gate: GateRecord, signs: readonly SignRecord[]): Safe[] {
  const now = standing(gate, signs)
  const missing = now.now === 'awaiting' ? now.missing : []
  return [
    ...signs.map((sign) => html`✓ ${signLine(gate, sign)}`),
    ...missing.map(
      ({ role, count, people }) =>
        html`${count > 1 ? `${count} of ` : ''}${people.map((one) => calledIn(gate, one)).join(', ') || 'nobody'} as ${roleWords(role)}: awaited`,
    ),
  ]
}
