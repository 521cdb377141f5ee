import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { UpdateContinuousBackupsCommand } from '@aws-sdk/client-dynamodb'
import { describe, expect, inject, it } from 'vitest'
import type { Finding } from '../../cli/operate/doctor.ts'
import { emptyFolder } from '../cli/tidegate.ts'
import { account, clients, region, stage } from './clients.ts'
import { tidegateOf } from './tidegate.ts'

const tidegate = (...words: string[]) => tidegateOf(inject('emulator'), inject('stepFunctions'), words)

describe('the command line, against the deployed stack', () => {
  it('publishes a plan, and says when it is published already', async () => {
    const said = await tidegate('publish', 'test/emulator/plans/serving', '--version', '1.1.0', '--json')
    expect({ code: said.code, err: said.err }).toEqual({ code: 0, err: '' })
    expect(said.out).toContain('plans/serving/production/1.1.0.json')
  })

  it('starts a release, watches it to its end, and writes its evidence', async () => {
    const said = await tidegate('release', 'serving', '--version', '8.8.8', '--watch')
    expect(said.code).toBe(10)
    expect(said.out).toContain('nothing is published')
    const [, release] = /release +(\S+)/.exec(said.out) ?? []
    const status = await tidegate('status', release!)
    expect(status.out).toContain('refused')
  })

  it('says what is open, and that nothing is', async () => {
    const said = await tidegate('status')
    expect({ code: said.code, err: said.err }).toEqual({ code: 0, err: '' })
    expect(said.out).toContain(`tidegate-${stage} in ${region}, account ${account}`)
  })

  it('examines the stack, and finds what is not as it was deployed', async () => {
    const bad = async () => {
      const { findings } = JSON.parse((await tidegate('doctor', '--json')).out) as { findings: Finding[] }
      expect(findings.length).toBeGreaterThan(5)
      return findings.filter((one) => !one.well).map(({ what, seen }) => `${what}: ${seen}`)
    }
    // The emulator's CloudFormation leaves point-in-time recovery out.
    expect(await bad()).toEqual([expect.stringContaining('point-in-time recovery DISABLED')])
    const { dynamodb } = clients(inject('emulator'), inject('stepFunctions'))
    const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true }
    const TableName = `tidegate-${stage}-ledger`
    await dynamodb.send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification }))
    expect(await bad()).toEqual([])
  })

  it('refuses what does not exist in one line, and writes nothing', async () => {
    const out = emptyFolder()
    const said = await tidegate('evidence', 'nobody-1', '--out', out)
    expect(said.code).toBe(2)
    expect(said.err.trim().split('\n')).toHaveLength(1)
    expect(() => readFileSync(join(out, 'evidence.json'))).toThrow()
  })
})
