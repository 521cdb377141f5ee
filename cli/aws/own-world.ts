import { dynamoStore } from '../../shared/ledger/dynamo-store.ts'
import { type Home, realWorld } from '../../shared/world.ts'
import { signRequest } from './sign-request.ts'
import type { OwnWorld } from './tidegate.ts'

/**
 * The World of whoever sits at the terminal. Credentials, profile and endpoints are the SDK's business (AWS_PROFILE,
 * AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_DYNAMODB …); the region is the stack's as soon as the stack is known.
 */
export function ownWorld(home?: Home): OwnWorld {
  const { AWS_REGION, AWS_DEFAULT_REGION, AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_S3 } = process.env
  const world = realWorld({
    self: { name: 'operator', arn: '', remainingMs: () => Number.POSITIVE_INFINITY },
    home: home ?? nowhere,
    store: (world) => dynamoStore(world.send, world.home.table),
    // Undefined, the SDK reads the region from the profile.
    settings: {
      ...(home === undefined && { region: AWS_REGION || AWS_DEFAULT_REGION || undefined }),
      // Elsewhere than on AWS a bucket's name is no host name.
      ...((AWS_ENDPOINT_URL ?? AWS_ENDPOINT_URL_S3) !== undefined && { forcePathStyle: true }),
    },
    write: (line) => {
      if (process.env['TIDEGATE_LOG'] !== undefined) process.stderr.write(line)
    },
  })
  return Object.assign(world, { signRequest: signRequest(world) })
}

const nowhere: Home = {
  region: '',
  account: '',
  table: '',
  bucket: '',
  queueUrl: '',
  approvalsTopic: '',
  noticesTopic: '',
  machines: { release: '', change: '', rollback: '', close: '' },
}
