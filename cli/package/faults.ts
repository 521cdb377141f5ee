import type { Bundle } from './bundle.ts'
import { measure, ownerOf } from './measure.ts'

/** What must not be in a bundle, and how large it may be; each fault is a sentence. */
export function bundleFaults(bundle: Bundle, startKilobytesMax: number | undefined): string[] {
  const inputs = Object.keys(bundle.metafile.inputs)
  const faults: string[] = []
  const fault = (text: string) => faults.push(`${bundle.name}: ${text}`)
  for (const input of inputs.filter((one) => /^(rehearsal|cli|test)\//.test(one))) {
    fault(`${input} is in the bundle: what pretends must not run on AWS; a door of the house is open`)
  }
  for (const input of inputs.filter((one) => one.includes('/dist-cjs/'))) {
    fault(`${input} is CommonJS of the SDK, which cannot be shaken: import the package by its ES modules`)
  }
  for (const [owner, copies] of copiesOf(inputs)) {
    if (copies.size > 1)
      fault(`${owner} is in it ${copies.size} times (${[...copies].join(', ')}): make versions agree`)
  }
  for (const [input, { imports }] of Object.entries(bundle.metafile.inputs)) {
    for (const one of imports.filter((each) => each.external === true && each.kind === 'require-call')) {
      fault(`${input} requires "${one.path}", which an ES module cannot: map it in bundle.ts as buffer is`)
    }
  }
  const { startBytes } = measure(bundle)
  if (startKilobytesMax === undefined) fault('has no budget: add it to cli/package/budgets.ts')
  else if (startBytes > startKilobytesMax * 1000) {
    const seen = (startBytes / 1000).toFixed(1)
    fault(`${seen} KB gzip are read at start, its budget is ${startKilobytesMax} KB: see what came in, or say why not`)
  }
  return faults
}

/** Where each package lies: in more than one place, it is in the bundle more than once. */
function copiesOf(inputs: readonly string[]): Map<string, Set<string>> {
  const copies = new Map<string, Set<string>>()
  for (const input of inputs.filter((one) => one.includes('node_modules/'))) {
    const owner = ownerOf(input)
    const place = input.slice(0, input.lastIndexOf('node_modules/') + 'node_modules/'.length) + owner
    copies.set(owner, (copies.get(owner) ?? new Set()).add(place))
  }
  return copies
}
