import { nearest } from '../plan/fault.ts'
import type { Said, Words } from './words.ts'

/** What may follow `/tidegate`, as help tells it. */
const usage = {
  release: 'release SYSTEM VERSION [--env ENVIRONMENT] [--reason "…"]',
  status: 'status [SYSTEM or RELEASE]',
  approve: 'approve RELEASE GATE',
  reject: 'reject RELEASE GATE',
  halt: 'halt RELEASE REASON',
  rollback: 'rollback RELEASE REASON',
  drill: 'drill',
  help: 'help',
} as const
type Verb = keyof typeof usage
const verbs = Object.keys(usage) as readonly Verb[]

export const help = [
  'What Tidegate understands:',
  ...verbs.map((verb) => `• \`/tidegate ${usage[verb]}\``),
  'A release is told in one message of the releases channel, with buttons where people are asked.',
].join('\n')

const drill =
  'Drills come later; nothing was started. Until then rehearse the plan with its faults: `npm run tidegate -- rehearse SYSTEM`.'

/** Reads what was typed after `/tidegate`. Wrong words are told in one line, with the nearest right command. */
export function readCommand(text: string): Words {
  const words = split(withoutEntities(text))
  const [said = 'help', ...rest] = words
  const verb = said.toLowerCase()
  if (!isVerb(verb)) {
    const near = nearest(verb, verbs)
    const right =
      near === undefined ? '`/tidegate help` lists them all' : `did you mean \`/tidegate ${usage[near as Verb]}\`?`
    return { tell: `There is no command "${plainWord(said)}"; nothing was done; ${right}` }
  }
  if (verb === 'help') return { tell: help }
  if (verb === 'drill') return { tell: drill }
  return read[verb](rest)
}

const isVerb = (word: string): word is Verb => Object.hasOwn(usage, word)
const wrong = (verb: Verb, what: string): Words => ({
  tell: `${what}; nothing was done; it is \`/tidegate ${usage[verb]}\``,
})

const read: Readonly<Record<Exclude<Verb, 'help' | 'drill'>, (words: readonly string[]) => Words>> = {
  release(words) {
    const options = { env: 'production', reason: undefined as string | undefined }
    const plain: string[] = []
    const left = [...words]
    for (let word = left.shift(); word !== undefined; word = left.shift()) {
      const [, name, inline] = /^(?:--|—)([a-z]+)(?:=(.*))?$/s.exec(word) ?? []
      if (name === undefined) {
        plain.push(word)
        continue
      }
      if (name !== 'env' && name !== 'reason') return wrong('release', `"--${name}" is no option of release`)
      const value = inline ?? left.shift()
      if (value === undefined || value === '') return wrong('release', `--${name} lacks its value`)
      options[name] = value
    }
    const [system, version, ...more] = plain
    if (system === undefined || version === undefined)
      return wrong('release', 'Release lacks its system or its version')
    if (more.length > 0)
      return wrong('release', `"${plainWord(more[0]!)}" is one word too many; a reason goes into quotes`)
    return said({
      say: 'release',
      system,
      version,
      environment: options.env,
      ...(options.reason !== undefined && { reason: options.reason }),
    })
  },
  status([about, ...more]) {
    if (more.length > 0) return wrong('status', 'Status is of one system or one release')
    return said({ say: 'status', ...(about !== undefined && { about }) })
  },
  approve([release, gate, ...more]) {
    if (release === undefined || gate === undefined) return wrong('approve', 'Approve lacks its release or its gate')
    if (more.length > 0) return wrong('approve', 'Approve takes a release and a gate')
    return said({ say: 'sign', release, gate })
  },
  reject([release, gate, ...more]) {
    if (release === undefined || gate === undefined) return wrong('reject', 'Reject lacks its release or its gate')
    if (more.length > 0) return wrong('reject', 'Reject takes a release and a gate; a form asks for the reason')
    return { form: { release, gate } }
  },
  halt: (words) => withReason('halt', words),
  rollback: (words) => withReason('rollback', words),
}

function withReason(say: 'halt' | 'rollback', [release, ...words]: readonly string[]): Words {
  const reason = words.join(' ').trim()
  const name = say === 'halt' ? 'Halt' : 'Rollback'
  if (release === undefined) return wrong(say, `${name} lacks its release`)
  if (reason === '') return wrong(say, `${name} lacks its reason: people and the evidence need one`)
  return said({ say, release, reason })
}

const reasonMax = 500
const wordMax = 100

function said(one: Said): Words {
  for (const [name, value] of Object.entries(one)) {
    if (typeof value !== 'string') continue
    const max = name === 'reason' ? reasonMax : wordMax
    if (value.length > max)
      return { tell: `The ${name} has ${value.length} characters, at most ${max} fit; nothing was done` }
  }
  return { do: one }
}

/** Words by blanks; what stands in quotes, also in those that telephones make of them, is one. */
const split = (text: string): string[] =>
  [...text.matchAll(/(--[a-z]+=)?(?:["“”„]([^"“”„]*)["“”„])|(\S+)/g)].map(
    ([, option = '', quoted, word]) => word ?? option + (quoted ?? ''),
  )

/** Slack writes three characters as entities in whatever people type. */
export const withoutEntities = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

/** Somebody's word in a line of ours: short, and nothing that Slack reads as a mention or a format. */
const plainWord = (word: string): string => word.slice(0, 40).replaceAll(/[<>&*_~`"]/g, '')
