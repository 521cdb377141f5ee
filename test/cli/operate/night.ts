import type { Out } from '../../../cli/aws/command.ts'
import { outOfReach } from '../../../cli/aws/errors.ts'
import type { StackOutput } from '../../../cli/aws/stack.ts'
import { openTidegate, type Tidegate } from '../../../cli/aws/tidegate.ts'
import { tell } from '../../../cli/main.ts'
import { loadScene } from '../../../cli/scene.ts'
import { version } from '../../../cli/version.ts'
import { type Bench, setUp } from '../../../rehearsal/bench.ts'
import { noHooks } from '../../../rehearsal/hooks.ts'
import { operatorWorld } from '../../../rehearsal/operator.ts'
import { defaultStart, type Scene } from '../../../rehearsal/rehearse.ts'
import { deployRoles } from '../../../rehearsal/roles.ts'
import { preloadActions } from '../../../shared/actions/index.ts'
import { preloadChecks } from '../../../shared/checks/index.ts'
import { peopleKey } from '../../../shared/people/published.ts'
import { publishedKey } from '../../../shared/phases/admit.ts'
import { digestOf } from '../../../shared/plan/digest.ts'

await Promise.all([preloadActions(), preloadChecks()])

export interface Said {
  readonly code: number
  /** What went to stdout, or the one line on stderr. */
  readonly text: string
  json(): never
}

/** A night in the simulated account: people type commands, and time goes on between them. */
export interface Night {
  readonly bench: Bench
  readonly scene: Scene
  /** Runs a command as the IAM user of that name, to its end, in virtual time. */
  as(person: string, run: (tidegate: Tidegate, out: Out) => Promise<number>, how?: { json?: boolean }): Promise<Said>
  /** Lets time go on until something is true, at most so many hours. */
  until(what: (bench: Bench) => boolean, hoursMax?: number): Promise<void>
  /** The outputs of the stack, to be changed by tests that have an old one. */
  readonly outputs: Partial<Record<StackOutput, string>>
  /** Runs a command before anything is there to be found. */
  stack: 'there' | 'missing'
  end(): void
}

export async function night(wanted: { version?: string; published?: boolean; seed?: number } = {}): Promise<Night> {
  const scene = await loadScene('serveml', { version: wanted.version ?? '2.4.0' })
  const bench = setUp({
    accountState: scene.accountState,
    seed: wanted.seed ?? 1,
    startAt: defaultStart,
    hooks: noHooks(),
  })
  const key = publishedKey(scene.system, scene.environment, wanted.published === false ? '0.0.0' : scene.version)
  bench.account.s3.seed(bench.home.bucket, key, scene.published)
  bench.account.s3.seed(bench.home.bucket, peopleKey, scene.directory)
  await deployRoles(bench, [scene.published])
  const outputs = outputsFor(bench)
  const self: Night = {
    bench,
    scene,
    outputs,
    stack: 'there',
    as: (person, run, how = {}) => command(self, person, run, how.json === true),
    async until(what, hoursMax = 48) {
      const last = bench.scheduler.now() + hoursMax * 3_600_000
      await bench.scheduler.run(() => what(bench) || bench.scheduler.now() > last)
      if (!what(bench)) throw new Error(`not so after ${hoursMax} hours`)
    },
    end: () => bench.end(),
  }
  bench.account.add({
    client: 'CloudFormation',
    operations: {
      DescribeStacks: ({ StackName }: { StackName: string }) => {
        if (self.stack === 'missing' || StackName !== 'tidegate-production') {
          throw Object.assign(new Error(`Stack with id ${StackName} does not exist`), { name: 'ValidationError' })
        }
        const Outputs = Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue }))
        return { Stacks: [{ StackName, StackStatus: 'UPDATE_COMPLETE', Outputs }] }
      },
    },
  })
  return self
}

function outputsFor({ home }: Bench): Record<StackOutput, string> {
  return {
    TableName: home.table,
    BucketName: home.bucket,
    QueueUrl: home.queueUrl,
    ApprovalsTopicArn: home.approvalsTopic,
    NoticesTopicArn: home.noticesTopic,
    ReleaseMachineArn: home.machines.release,
    ChangeMachineArn: home.machines.change,
    RollbackMachineArn: home.machines.rollback,
    CloseMachineArn: home.machines.close,
    ApprovalDecideFunctionArn: `arn:aws:lambda:${home.region}:${home.account}:function:tidegate-approval-decide`,
    PagesUrl: 'https://tidegate.example',
    Version: version(),
  }
}

async function command(
  { bench }: Night,
  person: string,
  run: (tidegate: Tidegate, out: Out) => Promise<number>,
  json: boolean,
): Promise<Said> {
  let text = ''
  let code: number | undefined
  const screen = {
    write: (more: string) => {
      text += more
    },
  }
  const world = operatorWorld(bench, { arn: `arn:aws:iam::${bench.home.account}:user/${person}` })
  const running = openTidegate(() => world, 'production', version())
    .then((tidegate) => run(tidegate, { screen, json }))
    .catch((error: unknown) => {
      const to = process.stderr.write
      process.stderr.write = ((line: string) => screen.write(line) ?? true) as never
      try {
        return tell(outOfReach(error) ?? error)
      } finally {
        process.stderr.write = to
      }
    })
    .then((ended) => {
      code = ended
    })
  // The command's first call is on its way before time goes on: where nothing happens, time would be over.
  await new Promise((resolve) => setImmediate(resolve))
  await bench.scheduler.run(() => code !== undefined)
  await running
  return { code: code!, text, json: () => JSON.parse(text) as never }
}

/** What the ledger holds of a release now. */
export const recordOf = (bench: Bench, release: string) => bench.table.get({ pk: `RELEASE#${release}`, sk: 'RELEASE' })

/** Nothing of the table differs: what a refused command must leave behind. */
export const everythingIn = (bench: Bench): string => digestOf(bench.table.dump())
