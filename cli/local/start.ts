import { WrongInput } from '../../shared/errors.ts'
import { type Codes, codeFrom, NoFunction } from './lambda/code.ts'
import { Functions } from './lambda/functions.ts'
import { type Local, serveLocal } from './server.ts'
import { statusEvents } from './status-events.ts'
import { lambdaTasks } from './tasks.ts'
import { upstream as forwardTo } from './upstream.ts'

export interface StartLocal {
  readonly port: number
  readonly region: string
  readonly account: string
  /** Loopback address of an AWS emulator. */
  readonly upstream?: string
  /** What functions get besides their own environment. */
  readonly environment?: Readonly<Record<string, string>>
}

/** Step Functions on loopback, with the functions of an emulator behind it. */
export async function startLocal({ port, region, account, upstream, environment }: StartLocal): Promise<Local> {
  if (upstream !== undefined && !/^http:\/\/(127\.0\.0\.1|localhost):\d+\/?$/.test(upstream))
    throw new WrongInput(
      `--upstream: "${upstream}" is not on this machine; nothing was started; say http://127.0.0.1:<port>`,
    )
  // Emulators take a twelve-digit key for the account.
  const credential = { accessKeyId: account, region }
  const nowhere: Codes = {
    async of(name) {
      throw new NoFunction(`Function not found: ${name}: without --upstream there are no functions here`)
    },
    close() {},
  }
  const given: Record<string, string> = {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: account,
    AWS_SECRET_ACCESS_KEY: 'local',
    ...(upstream !== undefined && { AWS_ENDPOINT_URL: upstream }),
    ...environment,
  }
  const codes = upstream === undefined ? nowhere : codeFrom(upstream, credential)
  const functions = new Functions(codes.of, given)
  try {
    const local = await serveLocal({
      port,
      region,
      account,
      task: lambdaTasks(functions),
      ...(upstream !== undefined && {
        upstream: forwardTo(upstream.replace(/\/$/, ''), credential),
        onStatusChange: statusEvents(upstream, credential),
      }),
    })
    // Functions that start, stop and answer executions mean those that run here.
    given['AWS_ENDPOINT_URL_SFN'] = local.endpoint
    return {
      endpoint: local.endpoint,
      async close() {
        await local.close()
        functions.close()
        codes.close()
      },
    }
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'EADDRINUSE') throw error
    throw new WrongInput(`--port: ${port} is taken; nothing was started; say another, or 0 for a free one`)
  }
}
