import type { Property } from './port.ts'

/** Calls that make something new, and the field of their answer that identifies it. */
const makers: Readonly<Record<string, (input: never, output: never) => { what: string; made: unknown }>> = {
  'DynamoDB.CreateBackup': (input: { BackupName: string }, output: { BackupDetails: { BackupArn: string } }) => ({
    what: input.BackupName,
    made: output.BackupDetails.BackupArn,
  }),
  'ECS.RunTask': (input: { clientToken?: string }, output: { tasks?: { taskArn: string }[] }) => ({
    what: input.clientToken ?? 'a task without a token',
    made: output.tasks?.[0]?.taskArn,
  }),
  'ECS.RegisterTaskDefinition': (
    input: { family: string; tags?: { value?: string }[] },
    output: { taskDefinition: { taskDefinitionArn: string } },
  ) => ({
    what: `${input.family} ${input.tags?.map((tag) => tag.value).join()}`,
    made: output.taskDefinition.taskDefinitionArn,
  }),
  'Lambda.PublishVersion': (input: { FunctionName: string; CodeSha256?: string }, output: { Version: string }) => ({
    what: `${input.FunctionName} ${input.CodeSha256 ?? ''}`,
    made: output.Version,
  }),
}

export const oneEffect: Property = {
  name: 'however often a handler runs, its change happens once',
  broken(run) {
    const made = new Map<string, unknown>()
    const releaseOf = new Map(
      run.invocations.map((note) => [note.invocation, (note.input as { release?: string } | null)?.release]),
    )
    for (const call of run.calls) {
      const maker = makers[call.what]
      if (maker === undefined || !call.ok) continue
      const { what, made: one } = maker(call.input as never, call.output as never)
      const key = `${releaseOf.get(call.invocation)} ${call.what} ${what}`
      if (made.has(key) && made.get(key) !== one) return `${call.what} made ${what} twice: ${made.get(key)} and ${one}`
      made.set(key, one)
    }
    return undefined
  },
}
