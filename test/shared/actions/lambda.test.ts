import { describe, expect, it } from 'vitest'
import { lambdaAlias } from '../../../shared/actions/lambda-alias.ts'
import { lambdaVersion } from '../../../shared/actions/lambda-version.ts'
import { begun } from './begun.ts'
import { aliasStage, aliasTarget, packageSha, versionStage, versionTarget } from './stages/lambda.ts'

describe('a Lambda alias', () => {
  it('sends a share to the next version at a step, and everything at the last, without weights left over', async () => {
    const stage = aliasStage()
    const alias = stage.lambda.aliases.live!
    const step = await begun(lambdaAlias, aliasTarget, stage.world, 10)
    await step.go()
    expect(alias).toMatchObject({ version: '41', weights: { 42: 0.1 } })
    const last = { ...step.forward, ours: [step.before, step.aim] }
    await lambdaAlias.go(step.target, lambdaAlias.aim(step.target, step.before, 100), stage.world, last)
    expect(alias).toMatchObject({ version: '42', weights: {} })
  })

  it('is conflicted when somebody moves it between the look and the update', async () => {
    const stage = aliasStage()
    const { go } = await begun(lambdaAlias, aliasTarget, stage.world)
    const update = stage.lambda.operations.UpdateAlias!
    Object.assign(stage.lambda.operations, {
      UpdateAlias: (input: object, now: number) => {
        stage.foreign!()
        return update(input, now)
      },
    })
    await expect(go()).rejects.toMatchObject({ name: 'Conflicted' })
    expect(stage.lambda.aliases.live!.version).toBe('40')
  })

  it('tells the digest of the code that it sends users to', async () => {
    const { world, lambda } = versionStage()
    lambda.versions.push({ version: '42', code: packageSha, state: 'Active' })
    lambda.aliases.live!.version = '42'
    const target = lambdaAlias.target.parse(aliasTarget)
    expect(await lambdaAlias.runs!(target, world)).toBe(versionTarget.codeDigest)
  })

  it('points at published versions only', () => {
    expect(() => lambdaAlias.target.parse({ ...aliasTarget, version: '$LATEST' })).toThrow(
      'a published version is a number',
    )
  })

  it('cannot be captured before it exists', async () => {
    const { world } = aliasStage()
    await expect(begun(lambdaAlias, { ...aliasTarget, alias: 'other' }, world)).rejects.toThrow('create the alias')
  })
})

describe('a Lambda version', () => {
  it('publishes the number that later actions point at', async () => {
    const { world, lambda } = versionStage()
    const { go, look, target, aim } = await begun(lambdaVersion, versionTarget, world)
    const mark = await go()
    expect(lambdaVersion.publishes!(target, mark, aim)).toEqual({ version: '42' })
    expect(await look(mark)).toEqual({ notYet: 'version 42 is Pending' })
    lambda.settle()
    expect(await look(mark)).toBe('there')
  })

  it('uses a version that was published with the very same code before', async () => {
    const { world, lambda, aws } = versionStage()
    lambda.versions.push(
      { version: '42', code: packageSha, state: 'Active' },
      { version: '43', code: 'other', state: 'Active' },
    )
    const { go } = await begun(lambdaVersion, versionTarget, world)
    expect(await go()).toEqual({ version: '42' })
    expect(aws.writes()).toEqual([])
  })

  it('publishes what is in $LATEST already without uploading it again', async () => {
    const { world, lambda, aws } = versionStage()
    lambda.latest.code = packageSha
    const { go } = await begun(lambdaVersion, versionTarget, world)
    await go()
    expect(aws.writes()).toEqual(['Lambda.PublishVersion'])
  })

  it('fails when the package is not the one that was approved', async () => {
    const { world, lambda } = versionStage()
    lambda.packages['serveml-artifacts/model-serving-wrapper/2.4.0.zip'] = 'bm90IGl0'
    const { go } = await begun(lambdaVersion, versionTarget, world)
    await expect(go()).rejects.toThrow(/holds sha256:.*the manifest says sha256:/)
  })

  it('has failed when Lambda cannot run it', async () => {
    const { world, lambda } = versionStage()
    const { go, look } = await begun(lambdaVersion, versionTarget, world)
    const mark = await go()
    lambda.versions.at(-1)!.state = 'Failed'
    expect(await look(mark)).toMatchObject({ failed: expect.stringContaining('made so by the test') })
  })

  it('comes again later while another update is in progress', async () => {
    const { world, lambda } = versionStage()
    const { go } = await begun(lambdaVersion, versionTarget, world)
    lambda.latest.update = 'InProgress'
    await expect(go()).rejects.toMatchObject({ name: 'AwsUnavailable' })
  })
})
