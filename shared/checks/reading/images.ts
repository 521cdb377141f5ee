import { DescribeImagesCommand, ECRClient, type ImageDetail } from '@aws-sdk/client-ecr'
import type { World } from '../../world.ts'
import { readIfThere } from './tell.ts'

export const Digest = /^sha256:[0-9a-f]{64}$/

/** The image of a digest, or undefined when repository or image is not there (a lifecycle rule may have taken it). */
export async function imageByDigest(
  world: World,
  repository: string,
  digest: string,
): Promise<ImageDetail | undefined> {
  const page = await readIfThere(
    world,
    { permission: 'ecr:DescribeImages', absent: ['ImageNotFoundException', 'RepositoryNotFoundException'] },
    ECRClient,
    new DescribeImagesCommand({ repositoryName: repository, imageIds: [{ imageDigest: digest }] }),
  )
  return page?.imageDetails?.[0]
}
