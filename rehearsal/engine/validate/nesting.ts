import { resourceOf } from '../resources.ts'
import { checkTemplate } from './expressions.ts'
import { arrayAt, checkFields, isObject, objectAt, type Report, type Source } from './report.ts'
import { type Checks, checkScope } from './scope.ts'
import { checkOnlyExpression, checkWhole } from './values.ts'

const scopeFields = ['StartAt', 'States', 'Comment']

export function checkParallel(checks: Checks, state: Source, at: string): void {
  const { report } = checks
  if (state.Arguments !== undefined) checkTemplate(report, `${at}/Arguments`, state.Arguments, {})
  if (state.Branches === undefined) return
  for (const [index, each] of arrayAt(report, `${at}/Branches`, state.Branches).entries()) {
    const branch = objectAt(report, `${at}/Branches[${index}]`, each)
    if (branch !== undefined) checkScope(checks, branch, `${at}/Branches[${index}]`, scopeFields)
  }
}

/** Fields that only a distributed Map has a use for. */
const distributedFields = ['ItemReader', 'ItemBatcher', 'ResultWriter', 'Label']

export function checkMap(checks: Checks, state: Source, at: string): void {
  const { report } = checks
  const processor =
    state.ItemProcessor === undefined ? undefined : objectAt(report, `${at}/ItemProcessor`, state.ItemProcessor)
  const distributed = processor !== undefined && checkConfig(report, processor, `${at}/ItemProcessor`)
  if (processor !== undefined) checkScope(checks, processor, `${at}/ItemProcessor`, [...scopeFields, 'ProcessorConfig'])
  checkItems(report, state.Items, `${at}/Items`, distributed)
  if (state.ItemSelector !== undefined) {
    checkTemplate(report, `${at}/ItemSelector`, state.ItemSelector, { mapItem: true })
  }
  checkWhole(report, `${at}/MaxConcurrency`, state.MaxConcurrency, 0)
  checkWhole(report, `${at}/ToleratedFailureCount`, state.ToleratedFailureCount, 0)
  checkPercentage(report, state.ToleratedFailurePercentage, `${at}/ToleratedFailurePercentage`)
  for (const field of distributedFields) {
    if (state[field] !== undefined && !distributed) {
      report.schema(`${at}/${field}`, `Field '${field}' is only supported in a Map of mode DISTRIBUTED`)
    }
  }
  checkHelpers(report, state, at)
}

function checkConfig(report: Report, { ProcessorConfig: config = {} }: Source, at: string): boolean {
  if (!isObject(config)) {
    report.schema(`${at}/ProcessorConfig`, 'Expected value of type [OBJECT]')
    return false
  }
  const { Mode = 'INLINE', ExecutionType } = config
  if (Mode !== 'INLINE' && Mode !== 'DISTRIBUTED') {
    report.schema(`${at}/ProcessorConfig/Mode`, 'Value should be one of the following: [INLINE, DISTRIBUTED]')
  }
  const distributed = Mode === 'DISTRIBUTED'
  if (distributed && ExecutionType !== 'STANDARD' && ExecutionType !== 'EXPRESS') {
    const where = `${at}/ProcessorConfig/ExecutionType`
    report.schema(where, 'Value should be one of the following: [STANDARD, EXPRESS]')
  }
  if (!distributed && ExecutionType !== undefined) {
    report.schema(
      `${at}/ProcessorConfig/ExecutionType`,
      "Field 'ExecutionType' is not supported in a Map of mode INLINE",
    )
  }
  return distributed
}

function checkItems(report: Report, items: unknown, at: string, distributed: boolean): void {
  if (items === undefined) return
  if (typeof items === 'string') {
    checkOnlyExpression(report, at, items, 'an array')
    return
  }
  if (!Array.isArray(items) && !(distributed && isObject(items))) report.schema(at, 'Expected value of type [ARRAY]')
  checkTemplate(report, at, items, {})
}

function checkPercentage(report: Report, value: unknown, at: string): void {
  if (value === undefined) return
  if (typeof value === 'string') {
    checkOnlyExpression(report, at, value, 'a number')
    return
  }
  if (typeof value !== 'number' || value < 0 || value > 100) report.schema(at, 'Value should be between 0 and 100')
}

function checkHelpers(report: Report, state: Source, at: string): void {
  for (const [field, known] of [
    ['ItemReader', ['Resource', 'Arguments', 'ReaderConfig']],
    ['ResultWriter', ['Resource', 'Arguments', 'WriterConfig']],
    ['ItemBatcher', ['MaxItemsPerBatch', 'MaxInputBytesPerBatch', 'BatchInput']],
  ] as const) {
    const source = state[field]
    if (source === undefined) continue
    const found = objectAt(report, `${at}/${field}`, source)
    if (found === undefined) continue
    checkFields(report, `${at}/${field}`, found, [...known], field === 'ItemReader' ? ['Resource'] : [])
    const { Resource: arn } = found
    if (arn !== undefined && (typeof arn !== 'string' || resourceOf(arn) === undefined)) {
      report.schema(`${at}/${field}/Resource`, `The resource provided ${JSON.stringify(arn)} is not recognized.`)
    }
    for (const [name, value] of Object.entries(found)) {
      if (name !== 'Resource') checkTemplate(report, `${at}/${field}/${name}`, value, {})
    }
  }
}
