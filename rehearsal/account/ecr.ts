import type * as Sdk from '@aws-sdk/client-ecr'
import type { Account } from './account.ts'
import type { Answer } from './answer.ts'
import { AwsError, type Service } from './port.ts'

/** Images by digest, with what their scan found. */
export class Ecr implements Service {
  readonly client = 'ECR'
  readonly #account: Account
  readonly #gone = new Set<string>()

  constructor(account: Account) {
    this.#account = account
  }

  /** A lifecycle rule takes an image away. */
  expire(repository: string, digest: string): void {
    this.#gone.add(`${repository}@${digest}`)
  }

  /** Why no task can run an image, or nothing. */
  whyUnusable(repository: string, digest: string): string | undefined {
    const image = this.#image(repository, digest)
    if (image !== undefined) return image.fails
    return `CannotPullContainerError: failed to resolve ref ${repository}@${digest}: not found`
  }

  readonly operations = {
    DescribeImages: (input: Sdk.DescribeImagesCommandInput): Answer<Sdk.DescribeImagesCommandOutput> => {
      const repository = this.#repository(input.repositoryName)
      const digests =
        input.imageIds?.map((id) => this.#digest(repository, id)) ??
        Object.keys(this.#account.state.ecr[repository] ?? {})
      return {
        imageDetails: digests.map((digest) => {
          const image = this.#image(repository, digest)
          if (image === undefined) throw notThere(repository, digest)
          return {
            registryId: this.#account.id,
            repositoryName: repository,
            imageDigest: digest,
            imageTags: [...image.tags],
            imageSizeInBytes: 180_000_000,
            imageScanStatus: { status: image.scan === 'none' ? undefined : image.scan },
          }
        }),
      }
    },
    DescribeImageScanFindings: (
      input: Sdk.DescribeImageScanFindingsCommandInput,
    ): Answer<Sdk.DescribeImageScanFindingsCommandOutput> => {
      const repository = this.#repository(input.repositoryName)
      const digest = this.#digest(repository, input.imageId ?? {})
      const image = this.#image(repository, digest)
      if (image === undefined) throw notThere(repository, digest)
      if (image.scan === 'none') {
        throw new AwsError(
          'ScanNotFoundException',
          `Image scan does not exist for the image with ${digest} in the repository ${repository}`,
        )
      }
      return {
        registryId: this.#account.id,
        repositoryName: repository,
        imageId: { imageDigest: digest },
        imageScanStatus: { status: image.scan, description: 'The scan was completed successfully.' },
        ...(image.scan === 'COMPLETE' && {
          imageScanFindings: {
            findings: [],
            findingSeverityCounts: {
              ...(image.critical > 0 && { CRITICAL: image.critical }),
              ...(image.high > 0 && { HIGH: image.high }),
            },
          },
        }),
      }
    },
    BatchGetImage: (input: Sdk.BatchGetImageCommandInput): Answer<Sdk.BatchGetImageCommandOutput> => {
      const repository = this.#repository(input.repositoryName)
      const images: Sdk.Image[] = []
      const failures: Sdk.ImageFailure[] = []
      for (const imageId of input.imageIds ?? []) {
        const digest = this.#digest(repository, imageId)
        if (this.#image(repository, digest) !== undefined) {
          images.push({
            registryId: this.#account.id,
            repositoryName: repository,
            imageId: { ...imageId, imageDigest: digest },
          })
        } else failures.push({ imageId, failureCode: 'ImageNotFound', failureReason: 'Requested image not found' })
      }
      return { images, failures }
    },
  }

  #repository(name = ''): string {
    if (this.#account.state.ecr[name] !== undefined) return name
    throw new AwsError(
      'RepositoryNotFoundException',
      `The repository with name '${name}' does not exist in the registry with id '${this.#account.id}'`,
    )
  }

  #digest(repository: string, { imageDigest, imageTag }: Sdk.ImageIdentifier): string {
    if (imageDigest !== undefined) return imageDigest
    const tagged = Object.entries(this.#account.state.ecr[repository] ?? {}).find(([, { tags }]) =>
      tags.includes(imageTag ?? ''),
    )
    return tagged?.[0] ?? imageTag ?? ''
  }

  #image(repository: string, digest: string) {
    return this.#gone.has(`${repository}@${digest}`) ? undefined : this.#account.state.ecr[repository]?.[digest]
  }
}

const notThere = (repository: string, digest: string) =>
  new AwsError(
    'ImageNotFoundException',
    `The image with imageId {imageDigest:'${digest}'} does not exist within the repository with name '${repository}'`,
  )
