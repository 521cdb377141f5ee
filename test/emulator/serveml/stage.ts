import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { GetObjectCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, inject } from 'vitest'
import type { Evidence } from '../../../shared/evidence/evidence.ts'
import { account, clients, region, stage } from '../clients.ts'
import { openInternet } from '../internet/internet.ts'
import { decide, mailbox } from '../people.ts'
import { happened, rehearsed, type Story } from '../same.ts'
import { serveml } from './world.ts'

export const aws = clients(inject('emulator'), inject('stepFunctions'))
/** Load balancers whose journeys fail, as the story says. */
export const unwell = new Set<string>()
let mail: Awaited<ReturnType<typeof mailbox>>

/** Opens the internet and the mailbox for the stories of a file. */
export function servemlIsThere(): void {
  let close: () => void
  beforeAll(async () => {
    close = await openInternet(inject('internet'), serveml(aws, unwell))
    mail = await mailbox(aws, 'serveml')
  })
  afterAll(() => close())
}

/** What arrives from outside, as a file of events/. */
export const event = (file: string) =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../../events', file), 'utf8')) as Record<string, unknown>

/** Its image was never scanned on the emulator, which the gate is asked to waive. */
export const waivers = ['image of backend is there and clean']
/** As the console starts it. */
export const input = { ...event('console/serveml-2.4.0.json'), waivers }

export async function sign(release: string, people: number): Promise<void> {
  for (let signed = 0; signed < people; signed += 1) {
    const { gate, approver } = await mail.next(release)
    await decide(aws, { say: 'sign', release, gate, person: approver, channel: 'cli' })
  }
}

export async function reject(release: string, person: string, reason: string): Promise<void> {
  const { gate } = await mail.next(release)
  await decide(aws, { say: 'reject', release, gate, person, channel: 'cli', reason })
}

/** The story of a release on the emulator, and rehearsed with faults. */
export async function bothWays(release: string, faults: readonly object[]): Promise<[Story, Story]> {
  const Bucket = `tidegate-${stage}-${account}-${region}`
  const Key = `evidence/serveml/production/${release}.json`
  const { Body } = await aws.s3.send(new GetObjectCommand({ Bucket, Key }))
  const evidence = JSON.parse(await Body!.transformToString()) as Evidence
  const scene = { plan: inject('serveml'), version: '2.4.0', waivers }
  return [await happened(aws, release, evidence), await rehearsed(faults, scene)]
}
