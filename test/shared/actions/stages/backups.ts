import { FakeDynamoDB } from '../fakes/dynamodb.ts'
import { FakeS3 } from '../fakes/s3.ts'
import { plain, stage } from './stage.ts'

export const backupTarget = { table: 'serveml-deployments-prod', backupName: 'serveml-2.4.0-1' }

export function backupStage() {
  const dynamodb = new FakeDynamoDB()
  dynamodb.tables['serveml-deployments-prod'] = []
  return stage({ dynamodb }, { state: () => plain(dynamodb.tables), settle: () => dynamodb.settle() })
}

export const versioningTarget = { bucket: 'serveml-frontend-prod', marker: 'before 2.4.0' }

export function versioningStage() {
  const s3 = new FakeS3()
  s3.buckets['serveml-frontend-prod'] = { versioning: 'Enabled', objects: {} }
  return stage({ s3 }, { state: () => plain(s3.buckets), settle: () => {} })
}
