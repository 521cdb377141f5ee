import * as z from 'zod'
import { type FaultSpec, faults as kinds } from '../rehearsal/faults/index.ts'
import type { Outcome } from '../shared/ledger/records.ts'
import { type Fault, nearest } from '../shared/plan/fault.ts'
import { readYaml, wrong, type YamlFile, yamlText } from './yaml-file.ts'

const FaultFile = z.strictObject({
  faults: z
    .array(z.looseObject({ kind: z.string() }))
    .min(1, { error: 'a fault file without a fault is a calm night' }),
  expect: z.enum(['released', 'refused', 'rolled-back', 'stuck']).optional(),
})

export interface Faults {
  readonly specs: readonly FaultSpec[]
  /** The outcome that the file expects. */
  readonly expected?: Outcome
}

/**
 * What goes wrong, from files as in events/faults/, or written out (`{kind: alarm, …}`).
 *
 * @throws {WrongInput} one line per fault of a file, with its place
 */
export function readFaults(given: readonly string[]): Faults {
  const specs: FaultSpec[] = []
  let expected: Outcome | undefined
  for (const one of given) {
    const inline = /^\s*[{[]/.test(one)
    const file = inline ? yamlText('--faults', asFile(one)) : readYaml(one, 'fault files are in events/faults/')
    const read = readOne(file)
    specs.push(...read.specs)
    // With several files together nobody knows what to expect.
    expected = given.length === 1 ? read.expected : undefined
  }
  return { specs, ...(expected !== undefined && { expected }) }
}

const asFile = (text: string): string => `faults: ${text.trim().startsWith('[') ? text : `[${text}]`}`

function readOne(file: YamlFile): Faults {
  const whole = file.parse(FaultFile)
  if (!whole.ok) throw wrong(whole.faults)
  const found: Fault[] = []
  const specs: FaultSpec[] = []
  for (const [at, { kind }] of whole.value.faults.entries()) {
    const known = kinds.find((one) => one.kind === kind)
    if (known === undefined) {
      found.push(file.fault(['faults', at, 'kind'], `there is no fault "${kind}"`, hint(kind)))
      continue
    }
    const parsed = file.parse<FaultSpec>(known.spec as never, ['faults', at])
    if (parsed.ok) specs.push(parsed.value)
    else found.push(...parsed.faults)
  }
  if (found.length > 0) throw wrong(found)
  return { specs, ...(whole.value.expect !== undefined && { expected: whole.value.expect }) }
}

function hint(kind: string): string {
  const known = kinds.map((one) => one.kind as string)
  const near = nearest(kind, known)
  return near === undefined ? `known are ${known.join(', ')}` : `did you mean "${near}"?`
}
