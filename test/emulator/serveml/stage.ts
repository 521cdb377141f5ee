import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { GetObjectCommand } from '@aws-sdk/client-s3'
import { inject } from 'vitest'
import type { Evidence } from '../../../shared/evidence/evidence.ts'
import { account, clients, region, stage } from '../clients.ts'
import { decide, mailbox } from '../people.ts'
import { happened, rehearsed, type Story } from '../same.ts'

export const aws = clients(inject('emulator'), inject('stepFunctions'))
const mail = await mailbox(aws, 'serveml', ['ana', 'bo', 'cy', 'dee', 'eli'])

/** Has journeys fail on load balancers, as the story says, and on no others. */
export const unwell = (...balancers: readonly string[]): void =>
  writeFileSync(inject('unwell'), JSON.stringify(balancers))

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
    await decide(aws, approver, { say: 'sign', release, gate })
  }
}

export async function reject(release: string, person: string, reason: string): Promise<void> {
  const { gate } = await mail.next(release)
  await decide(aws, person, { say: 'reject', release, gate, reason })
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
