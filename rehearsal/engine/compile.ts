import type { Catcher, MachineCode, MapCode, Retrier, ScopeCode, StateCode, Transition } from './code.ts'
import { secondsMax } from './limits.ts'
import { compileTemplate, type Template } from './template.ts'
import { TypedField, wholeNumber } from './typed-field.ts'

type Source = Record<string, unknown>

/** Makes a definition ready to run. It has been validated before: nothing here doubts its shape. */
export function compileMachine(definition: Source): MachineCode {
  return { ...new Compilation().scope(definition), timeoutSeconds: definition.TimeoutSeconds as number }
}

const attemptsAnd = wholeNumber(0, secondsMax)

class Compilation {
  scope(source: Source): ScopeCode {
    const states = Object.entries(source.States as Record<string, Source>)
    return {
      startAt: source.StartAt as string,
      states: new Map(states.map(([name, state]) => [name, this.#state(name, state)])),
    }
  }

  #state(name: string, source: Source): StateCode {
    const common = { name, ...this.#transition(source, '') }
    switch (source.Type) {
      case 'Fail':
        return { ...common, type: 'Fail', error: this.#text(source, 'Error'), cause: this.#text(source, 'Cause') }
      case 'Wait':
        return {
          ...common,
          type: 'Wait',
          seconds: this.#number(source, 'Seconds', wholeNumber(0, Number.MAX_SAFE_INTEGER)),
          timestamp: this.#text(source, 'Timestamp'),
        }
      case 'Choice':
        return {
          ...common,
          type: 'Choice',
          next: source.Default as string,
          rules: (source.Choices as Source[]).map((rule, index) => ({
            ...this.#transition(rule, `Choices[${index}]/`),
            condition: new TypedField<boolean>(
              `Choices[${index}]/Condition`,
              'boolean',
              this.#template(rule, 'Condition', `Choices[${index}]/Condition`)!,
            ),
          })),
        }
      case 'Task':
        return {
          ...common,
          ...this.#recovery(source),
          type: 'Task',
          resource: source.Resource as string,
          arguments: this.#template(source, 'Arguments'),
          timeoutSeconds: this.#number(source, 'TimeoutSeconds', attemptsAnd),
          heartbeatSeconds: this.#number(source, 'HeartbeatSeconds', attemptsAnd),
          roleArn: this.#template((source.Credentials ?? {}) as Source, 'RoleArn', 'Credentials/RoleArn'),
        }
      case 'Parallel':
        return {
          ...common,
          ...this.#recovery(source),
          type: 'Parallel',
          arguments: this.#template(source, 'Arguments'),
          branches: (source.Branches as Source[]).map((branch) => this.scope(branch)),
        }
      case 'Map':
        return { ...common, ...this.#recovery(source), ...this.#map(source) }
      default:
        return { ...common, type: source.Type as 'Pass' | 'Succeed' }
    }
  }

  #map(source: Source): Omit<MapCode, 'name' | keyof Transition | 'retriers' | 'catchers'> {
    const processor = source.ItemProcessor as Source
    const { Mode } = (processor.ProcessorConfig ?? {}) as { Mode?: string }
    const items = this.#template(source, 'Items')
    const reader = source.ItemReader as Source | undefined
    const batcher = source.ItemBatcher as Source | undefined
    const writer = source.ResultWriter as Source | undefined
    return {
      type: 'Map',
      distributed: Mode === 'DISTRIBUTED',
      items: items && new TypedField<unknown[]>('Items', 'array', items),
      entries: items,
      itemSelector: this.#template(source, 'ItemSelector'),
      maxConcurrency: this.#number(source, 'MaxConcurrency', wholeNumber(0, secondsMax)),
      toleratedCount: this.#number(source, 'ToleratedFailureCount', wholeNumber(0, secondsMax)),
      toleratedPercentage: this.#number(source, 'ToleratedFailurePercentage', percentage),
      reader: reader && {
        resource: reader.Resource as string,
        arguments: this.#template(reader, 'Arguments', 'ItemReader/Arguments'),
        maxItems: this.#number((reader.ReaderConfig ?? {}) as Source, 'MaxItems', attemptsAnd),
      },
      batcher: batcher && {
        size: this.#number(batcher, 'MaxItemsPerBatch', attemptsAnd),
        bytes: this.#number(batcher, 'MaxInputBytesPerBatch', attemptsAnd),
        input: this.#template(batcher, 'BatchInput', 'ItemBatcher/BatchInput'),
      },
      writer: writer && {
        resource: writer.Resource as string,
        arguments: this.#template(writer, 'Arguments', 'ResultWriter/Arguments'),
      },
      processor: this.scope(processor),
      label: source.Label as string | undefined,
    }
  }

  #transition(source: Source, prefix: string): Transition {
    return {
      next: source.Next as string | undefined,
      output: this.#template(source, 'Output', `${prefix}Output`),
      assign: this.#template(source, 'Assign', `${prefix}Assign`),
    }
  }

  #recovery(source: Source): { retriers: Retrier[]; catchers: Catcher[] } {
    return {
      retriers: ((source.Retry ?? []) as Source[]).map(retrier),
      catchers: ((source.Catch ?? []) as Source[]).map((catcher, index) => ({
        ...this.#transition(catcher, `Catch[${index}]/`),
        errors: catcher.ErrorEquals as string[],
      })),
    }
  }

  #template(source: Source, field: string, location = field): Template | undefined {
    return source[field] === undefined ? undefined : compileTemplate(source[field], location)
  }

  #text(source: Source, field: string): TypedField<string> | undefined {
    const template = this.#template(source, field)
    return template && new TypedField<string>(field, 'string', template)
  }

  #number(source: Source, field: string, check: (value: number, name: string) => void): TypedField<number> | undefined {
    const template = this.#template(source, field)
    return template && new TypedField<number>(field, 'number', template, check)
  }
}

const percentage = wholeNumberless(0, 100)

function wholeNumberless(min: number, max: number) {
  const whole = wholeNumber(min, max)
  return (value: number, name: string): void => whole(value < min ? Math.floor(value) : Math.ceil(value), name)
}

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html for the defaults */
function retrier(source: Source): Retrier {
  const { IntervalSeconds = 1, MaxAttempts = 3, BackoffRate = 2, MaxDelaySeconds = Number.POSITIVE_INFINITY } = source
  return {
    errors: source.ErrorEquals as string[],
    intervalSeconds: IntervalSeconds as number,
    maxAttempts: MaxAttempts as number,
    backoffRate: BackoffRate as number,
    maxDelaySeconds: MaxDelaySeconds as number,
    jitter: source.JitterStrategy === 'FULL',
  }
}
