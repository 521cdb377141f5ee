import { createHash } from 'node:crypto'
import { FakeLambda } from '../fakes/lambda.ts'
import { plain, stage } from './stage.ts'

/** As Lambda tells it, and as a manifest does. */
export const packageSha = createHash('sha256').update('package of 2.4.0').digest('base64')
export const versionTarget = {
  functionName: 'model-serving-wrapper',
  codeDigest: `sha256:${createHash('sha256').update('package of 2.4.0').digest('hex')}`,
  s3Bucket: 'serveml-artifacts',
  s3Key: 'model-serving-wrapper/2.4.0.zip',
}

export function versionStage() {
  const lambda = new FakeLambda()
  lambda.packages['serveml-artifacts/model-serving-wrapper/2.4.0.zip'] = packageSha
  return stage(
    { lambda },
    {
      state: () => plain([lambda.latest, lambda.versions, lambda.aliases]),
      settle: () => lambda.settle(),
      foreign: () => {
        lambda.latest = { code: 'code of somebody else', revision: 9, update: 'Successful' }
      },
    },
  )
}

export const aliasTarget = { functionName: 'model-serving-wrapper', alias: 'live', version: '42' }

export function aliasStage() {
  const lambda = new FakeLambda()
  lambda.versions.push({ version: '42', code: 'code-42', state: 'Active' })
  return stage(
    { lambda },
    {
      state: () => plain([lambda.aliases.live!.version, lambda.aliases.live!.weights]),
      settle: () => {},
      foreign: () => {
        lambda.aliases.live = { version: '40', weights: {}, revision: 7 }
      },
    },
  )
}
