import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startLocal } from '../../cli/local/start.ts'
import { account, clients, region } from './clients.ts'
import { deployTo } from './deploy.ts'
import { freePort, startEmulator } from './emulator.ts'
import { openInternet } from './internet/internet.ts'
import { trueDigests } from './serveml/account.ts'
import { makeContainers } from './serveml/containers.ts'
import { makeNames } from './serveml/names.ts'
import { writePlans } from './serveml/plan.ts'
import { makeRest } from './serveml/rest.ts'
import { hosts, names, serveml } from './serveml/world.ts'
import { makeServing, planFolder, publish } from './serving.ts'
import { tidegateOf } from './tidegate.ts'

/** The packaged stack, deployed to the emulator, with our engine as Step Functions beside it, and what it releases. */
export default async function setup({ name, provide }: TestProject): Promise<() => Promise<void>> {
  const [port, stepFunctions] = [await freePort(), await freePort()]
  const sfn = `http://127.0.0.1:${stepFunctions}`
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-emulator-'))
  const upstream = `http://127.0.0.1:${port}`
  const aws = clients(upstream, sfn)
  const unwell = join(folder, 'unwell.json')
  writeFileSync(unwell, '[]')
  const sick = () => JSON.parse(readFileSync(unwell, 'utf8')) as string[]
  const internet = await openInternet(folder, hosts, names, serveml(aws, sick))
  const environment = {
    ...internet.environment,
    // This service's client puts the account before the host, which has to be a name.
    AWS_ENDPOINT_URL_CLOUDFRONT_KEYVALUESTORE: `http://localhost:${port}`,
  }
  const emulator = await startEmulator(folder, port, { AWS_ENDPOINT_URL_SFN: sfn, ...environment })
  const local = await startLocal({
    port: stepFunctions,
    region,
    account,
    upstream,
    environment,
  })
  const stop = async () => {
    await local.close()
    await emulator.stop()
    internet.close()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await makeContainers(aws)
    await makeRest(aws)
    const plans = join(import.meta.dirname, '../../.cache/emulator-plans', name)
    const servemlFolder = writePlans(plans, new Map([...trueDigests(), ...(await makeNames(aws))]))
    await deployTo(upstream, plans)
    await makeServing(aws)
    for (const version of ['1.0.0', '1.1.0']) await publish(aws, planFolder, version)
    for (const version of ['2.3.1', '2.4.0']) await publish(aws, servemlFolder, version)
    const people = await tidegateOf(upstream, sfn, ['publish', 'people'])
    if (people.code !== 0) throw new Error(`tidegate publish people failed: ${people.err}`)
    provide('serveml', servemlFolder)
  } catch (error) {
    await stop()
    throw error
  }
  provide('emulator', upstream)
  provide('stepFunctions', sfn)
  provide('unwell', unwell)
  return stop
}

declare module 'vitest' {
  interface ProvidedContext {
    emulator: string
    stepFunctions: string
    /** Says which load balancers' journeys fail. */
    unwell: string
    /** The plan of serveml as it is released there. */
    serveml: string
  }
}
