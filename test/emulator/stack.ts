import type { TestProject } from 'vitest/node'
import { startLocal } from '../../cli/local/start.ts'
import { account, clients, region } from './clients.ts'
import { deployTo } from './deploy.ts'
import { freePort, startEmulator } from './emulator.ts'
import { makeServing, publish } from './serving.ts'

/** The packaged stack, deployed to the emulator, with our engine as Step Functions beside it, and what it releases. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const [port, stepFunctions] = [await freePort(), await freePort()]
  const sfn = `http://127.0.0.1:${stepFunctions}`
  const emulator = await startEmulator(port, { AWS_ENDPOINT_URL_SFN: sfn })
  const local = await startLocal({ port: stepFunctions, region, account, upstream: emulator.endpoint })
  const stop = async () => {
    await local.close()
    emulator.stop()
  }
  try {
    await deployTo(emulator.endpoint)
    const aws = clients(emulator.endpoint, sfn)
    await makeServing(aws)
    await publish(aws, '1.0.0')
    await publish(aws, '1.1.0')
  } catch (error) {
    await stop()
    throw error
  }
  provide('emulator', emulator.endpoint)
  provide('stepFunctions', sfn)
  return stop
}

declare module 'vitest' {
  interface ProvidedContext {
    emulator: string
    stepFunctions: string
  }
}
