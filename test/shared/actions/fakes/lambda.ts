import { awsError, type FakeService } from './world.ts'

interface Alias {
  version: string
  weights: Record<string, number>
  revision: number
}

/** One function, model-serving-wrapper, with its alias live. */
export class FakeLambda implements FakeService {
  readonly client = 'Lambda'
  /** By s3Bucket/s3Key: the digest of the code there. */
  readonly packages: Record<string, string> = {}
  latest = { code: 'code-41', revision: 1, update: 'Successful' }
  versions: { version: string; code: string; state: string }[] = [{ version: '41', code: 'code-41', state: 'Active' }]
  aliases: Record<string, Alias> = { live: { version: '41', weights: {}, revision: 1 } }

  settle(): void {
    this.latest.update = 'Successful'
    for (const one of this.versions) if (one.state === 'Pending') one.state = 'Active'
  }

  readonly operations: FakeService['operations'] = {
    GetAlias: ({ FunctionName, Name }) => this.#alias(FunctionName, Name),
    UpdateAlias: ({ FunctionName, Name, FunctionVersion, RoutingConfig, RevisionId }) => {
      const alias = this.aliases[Name]!
      if (RevisionId !== `r${alias.revision}`) throw awsError('PreconditionFailedException')
      if (!this.versions.some(({ version }) => version === FunctionVersion)) throw awsError('ResourceNotFoundException')
      alias.version = FunctionVersion
      // Weights that are not named stay, which is the trap.
      if (RoutingConfig?.AdditionalVersionWeights) alias.weights = { ...RoutingConfig.AdditionalVersionWeights }
      alias.revision += 1
      return this.#alias(FunctionName, Name)
    },
    GetFunctionConfiguration: ({ Qualifier }) => {
      if (Qualifier === '$LATEST') {
        return {
          CodeSha256: this.latest.code,
          RevisionId: `l${this.latest.revision}`,
          LastUpdateStatus: this.latest.update,
        }
      }
      const found = this.versions.find(({ version }) => version === Qualifier)
      if (found === undefined) throw awsError('ResourceNotFoundException')
      return { CodeSha256: found.code, Version: found.version, State: found.state, StateReason: 'made so by the test' }
    },
    ListVersionsByFunction: () => ({
      Versions: [
        { Version: '$LATEST', CodeSha256: this.latest.code },
        ...this.versions.map(({ version, code }) => ({ Version: version, CodeSha256: code })),
      ],
    }),
    UpdateFunctionCode: ({ S3Bucket, S3Key, Publish, RevisionId }) => {
      if (this.latest.update === 'InProgress') throw awsError('ResourceConflictException')
      if (RevisionId !== `l${this.latest.revision}`) throw awsError('PreconditionFailedException')
      const code = this.packages[`${S3Bucket}/${S3Key}`]
      if (code === undefined) throw awsError('InvalidParameterValueException', 'no such package')
      this.latest = { code, revision: this.latest.revision + 1, update: 'Successful' }
      return Publish ? this.#publish() : { CodeSha256: code, Version: '$LATEST' }
    },
    PublishVersion: ({ CodeSha256 }) => {
      if (CodeSha256 !== this.latest.code) throw awsError('InvalidParameterValueException')
      return this.#publish()
    },
  }

  #publish(): object {
    const newest = this.versions.at(-1)
    if (newest?.code !== this.latest.code) {
      this.versions.push({
        version: String(Number(newest?.version ?? 0) + 1),
        code: this.latest.code,
        state: 'Pending',
      })
    }
    return { CodeSha256: this.latest.code, Version: this.versions.at(-1)?.version }
  }

  #alias(functionName: string, name: string): object {
    const alias = this.aliases[name]
    if (functionName !== 'model-serving-wrapper' || alias === undefined) throw awsError('ResourceNotFoundException')
    const routing = Object.keys(alias.weights).length > 0 && {
      RoutingConfig: { AdditionalVersionWeights: { ...alias.weights } },
    }
    return { FunctionVersion: alias.version, RevisionId: `r${alias.revision}`, ...routing }
  }
}
