import { describe, expect, it } from 'vitest'
import { dynamodbBackup } from '../../../shared/actions/dynamodb-backup.ts'
import { s3Versioning } from '../../../shared/actions/s3-versioning.ts'
import { begun } from './begun.ts'
import { backupStage, backupTarget, versioningStage, versioningTarget } from './stages/backups.ts'

describe('a backup of a table', () => {
  it('is there when it is available, and not while it is being made', async () => {
    const { world, dynamodb } = backupStage()
    const { go, look } = await begun(dynamodbBackup, backupTarget, world)
    const mark = await go()
    expect(await look(mark)).toEqual({ notYet: 'the backup is being made' })
    dynamodb.settle()
    expect(await look(mark)).toBe('there')
  })

  it('is made anew when an older one has the same name', async () => {
    const { world, dynamodb, aws } = backupStage()
    await (await begun(dynamodbBackup, backupTarget, world)).go()
    aws.pass(3600)
    await (await begun(dynamodbBackup, backupTarget, world)).go()
    expect(dynamodb.tables['serveml-deployments-prod']).toHaveLength(2)
  })

  it('has failed when somebody deleted it', async () => {
    const { world, dynamodb, aws } = backupStage()
    const { go, look } = await begun(dynamodbBackup, backupTarget, world)
    const mark = await go()
    dynamodb.tables['serveml-deployments-prod'] = []
    expect(await look(mark)).toHaveProperty('notYet')
    aws.pass(61)
    expect(await look(mark)).toMatchObject({ failed: expect.stringContaining('is gone') })
  })

  it('cannot be taken of a table that is not there', async () => {
    const { world } = backupStage()
    await expect(begun(dynamodbBackup, { ...backupTarget, table: 'other' }, world)).rejects.toThrow('no such table')
  })

  it('stays when the release goes back', () => {
    expect(dynamodbBackup.comeBack(dynamodbBackup.target.parse(backupTarget)).way).toBe('stays')
  })
})

describe('a restore point of a bucket', () => {
  it('is marked once, with the version and the time that S3 gave it', async () => {
    const { world, s3, aws } = versioningStage()
    const { go, forward } = await begun(s3Versioning, versioningTarget, world)
    const mark = await go()
    aws.pass(100)
    expect(await go()).toEqual(mark)
    const key = `tidegate/restore-points/${forward.token}.json`
    expect(mark).toEqual({ key, versionId: 'v1', at: forward.since })
    expect(JSON.parse(s3.buckets['serveml-frontend-prod']!.objects[key]!.body)).toMatchObject({
      release: 'serveml-2.4.0-1',
    })
  })

  it.each(['Suspended', undefined])('is refused when versioning is %s', async (status) => {
    const { world, s3, aws } = versioningStage()
    s3.buckets['serveml-frontend-prod']!.versioning = status
    const { go } = await begun(s3Versioning, versioningTarget, world)
    await expect(go()).rejects.toThrow('enable versioning')
    expect(aws.writes()).toEqual([])
  })

  it('has failed when versioning was suspended after it was marked', async () => {
    const { world, s3 } = versioningStage()
    const { go, look } = await begun(s3Versioning, versioningTarget, world)
    const mark = await go()
    s3.buckets['serveml-frontend-prod']!.versioning = 'Suspended'
    expect(await look(mark)).toMatchObject({ failed: expect.stringContaining('Suspended') })
  })

  it('cannot be captured in a bucket that is not there', async () => {
    const { world } = versioningStage()
    await expect(begun(s3Versioning, { ...versioningTarget, bucket: 'other' }, world)).rejects.toThrow('no such bucket')
  })
})
