import { redactFacts } from '../../shared/redact.ts'
import type { Run } from '../rehearse.ts'
import type { Property } from './port.ts'

/** Personal links are for the mail of one person and for nothing else. */
const links = (run: Run): string[] => [
  ...new Set(
    run.calls
      .filter(({ what }) => what === 'KMS.GenerateMac')
      .flatMap(({ output }) => {
        const { Mac } = (output ?? {}) as { Mac?: Uint8Array }
        return Mac === undefined ? [] : [Buffer.from(Mac).toString('base64url')]
      }),
  ),
]

/** Planted in the account by its state (parameters, environment values) and its secrets; proofs of who signs, and every task token of the run. */
const secretsOf = (run: Run): string[] => [
  ...run.bench.account.secrets,
  ...run.bench.account.secretsManager.planted,
  ...run.bench.account.sts.given,
  ...(run.everything?.waits ?? []).map((wait) => wait.token),
]

export const noSecrets: Property = {
  name: 'no secret and no task token in history, logs, messages or evidence',
  broken(run) {
    const secrets = secretsOf(run).filter((secret) => secret.length > 0)
    const everywhere = [...secrets, ...links(run)]
    const find = (where: string, text: string, hidden = everywhere) => {
      const found = hidden.find((secret) => text.includes(secret))
      return found === undefined
        ? undefined
        : `${where} shows ${JSON.stringify(redactFacts(found))} (${found.length} characters)`
    }
    for (const { description, history } of run.executions) {
      for (const event of history) {
        // Step Functions itself keeps the parameters of a scheduled task; nothing of ours does.
        if (event.type === 'TaskScheduled') continue
        const broken = find(`history of ${description.name}, event ${event.id} ${event.type}`, JSON.stringify(event))
        if (broken !== undefined) return broken
      }
    }
    for (const line of run.logs) {
      const broken = find(`the log of ${line.by}`, JSON.stringify(line))
      if (broken !== undefined) return broken
    }
    for (const call of run.calls) {
      if (call.what !== 'SNS.Publish' && call.what !== 'S3.PutObject') continue
      const isRequest = (call.input as { TopicArn?: string }).TopicArn === run.bench.home.approvalsTopic
      const broken = find(`${call.what} of ${call.by}`, JSON.stringify(call.input), isRequest ? secrets : everywhere)
      if (broken !== undefined) return broken
    }
    return undefined
  },
}
