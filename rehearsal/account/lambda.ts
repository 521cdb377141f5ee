import type * as Sdk from '@aws-sdk/client-lambda'
import type { Account } from './account.ts'
import type { Answer } from './answer.ts'
import { AwsError, type Service } from './port.ts'

interface Version {
  readonly version: string
  code: string
  revisionId: string
  /** When it can be used: Pending, or its update InProgress, until then. */
  readyAt: number
}
interface Alias {
  readonly name: string
  version: string
  weights: Readonly<Record<string, number>>
  revisionId: string
}
interface Fn {
  readonly name: string
  readonly arn: string
  readonly environment: Readonly<Record<string, string>>
  latest: Version
  readonly versions: Version[]
  readonly aliases: Map<string, Alias>
}

/** Most updates end within seconds (Lambda Developer Guide, function states). */
const updateSeconds = [3, 15] as const

/** Functions with published versions, and aliases that point at one or two of them. */
export class Lambda implements Service {
  readonly client = 'Lambda'
  readonly latency = { '*': [20, 90] } as const
  readonly #account: Account
  readonly #functions = new Map<string, Fn>()

  constructor(account: Account) {
    this.#account = account
    for (const [name, state] of Object.entries(account.state.lambda)) {
      const made = (version: string, digest: string): Version => ({
        version,
        code: toBase64(digest),
        revisionId: account.uuid('lambda'),
        readyAt: 0,
      })
      const aliases = Object.entries(state.aliases).map(([alias, version]): [string, Alias] => [
        alias,
        { name: alias, version, weights: {}, revisionId: account.uuid('lambda') },
      ])
      this.#functions.set(name, {
        name,
        arn: account.arn('lambda', `function:${name}`),
        environment: state.environment,
        latest: made('$LATEST', state.latest),
        versions: Object.entries(state.versions).map(([version, digest]) => made(version, digest)),
        aliases: new Map(aliases),
      })
    }
  }

  /** `function:alias` → the version it points at, and the shares of both. */
  alias(qualified: string): { readonly version: string; readonly weights: Readonly<Record<string, number>> } {
    const [name = '', alias = ''] = qualified.split(':')
    const { version, weights } = this.#alias(this.#get(name), alias)
    return { version, weights }
  }

  /** Share of the calls by version, 0–1, by the first alias. */
  shares(name: string): Record<string, number> {
    const [alias] = this.#get(name).aliases.values()
    if (alias === undefined) return { $LATEST: 1 }
    const others = Object.values(alias.weights).reduce((sum, weight) => sum + weight, 0)
    return { [alias.version]: 1 - others, ...alias.weights }
  }

  /** `sha256:…` of a version's code. */
  digestOf(name: string, version: string): string | undefined {
    const code = this.#get(name).versions.find((one) => one.version === version)?.code
    return code === undefined ? undefined : `sha256:${Buffer.from(code, 'base64').toString('hex')}`
  }

  /** Somebody points the alias elsewhere by hand: `function:alias`. */
  drift(qualified: string): void {
    const [name = '', wanted = 'live'] = qualified.split(':')
    const found = this.#get(name)
    const alias = this.#alias(found, wanted)
    alias.version = found.versions.find(({ version }) => version !== alias.version)?.version ?? alias.version
    alias.weights = {}
    alias.revisionId = this.#account.uuid('lambda')
    this.#account.traffic.aliasChanged(name)
  }

  readonly operations = {
    GetFunction: (input: Sdk.GetFunctionCommandInput): Answer<Sdk.GetFunctionCommandOutput> => {
      const Configuration = this.#configuration(input)
      return { Configuration, Code: { RepositoryType: 'S3', Location: 'https://packages.example/' } }
    },
    GetFunctionConfiguration: (
      input: Sdk.GetFunctionConfigurationCommandInput,
    ): Answer<Sdk.GetFunctionConfigurationCommandOutput> => this.#configuration(input),
    ListVersionsByFunction: (
      input: Sdk.ListVersionsByFunctionCommandInput,
    ): Answer<Sdk.ListVersionsByFunctionCommandOutput> => {
      const found = this.#get(input.FunctionName)
      return { Versions: [found.latest, ...found.versions].map((one) => this.#tell(found, one)) }
    },
    UpdateFunctionCode: (input: Sdk.UpdateFunctionCodeCommandInput): Answer<Sdk.UpdateFunctionCodeCommandOutput> => {
      const found = this.#get(input.FunctionName)
      const now = this.#account.clock.now()
      this.#mustBeReady(found)
      if (input.RevisionId !== undefined && input.RevisionId !== found.latest.revisionId) throw wrongRevision()
      const { S3Bucket = '', S3Key = '' } = input
      const digest = this.#account.s3.digest(S3Bucket, S3Key)
      if (digest === undefined) {
        throw new AwsError(
          'InvalidParameterValueException',
          'Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.',
        )
      }
      const readyAt = now + this.#account.between('lambda updates', updateSeconds)
      found.latest = { version: '$LATEST', code: toBase64(digest), revisionId: this.#account.uuid('lambda'), readyAt }
      if (input.Publish) return this.#tell(found, this.#publish(found))
      return this.#tell(found, found.latest)
    },
    PublishVersion: (input: Sdk.PublishVersionCommandInput): Answer<Sdk.PublishVersionCommandOutput> => {
      const found = this.#get(input.FunctionName)
      this.#mustBeReady(found)
      if (input.RevisionId !== undefined && input.RevisionId !== found.latest.revisionId) throw wrongRevision()
      if (input.CodeSha256 !== undefined && input.CodeSha256 !== found.latest.code) {
        throw new AwsError(
          'InvalidParameterValueException',
          `CodeSHA256 (${input.CodeSha256}) is different from current CodeSHA256 in $LATEST (${found.latest.code}). Please try again with the CodeSHA256 in $LATEST.`,
        )
      }
      return this.#tell(found, this.#publish(found))
    },
    GetAlias: ({ FunctionName, Name = '' }: Sdk.GetAliasCommandInput): Answer<Sdk.GetAliasCommandOutput> => {
      const found = this.#get(FunctionName)
      return this.#tellAlias(found, this.#alias(found, Name))
    },
    UpdateAlias: (input: Sdk.UpdateAliasCommandInput): Answer<Sdk.UpdateAliasCommandOutput> => {
      const found = this.#get(input.FunctionName)
      const alias = this.#alias(found, input.Name ?? '')
      if (input.RevisionId !== undefined && input.RevisionId !== alias.revisionId) throw wrongRevision()
      const weights = input.RoutingConfig?.AdditionalVersionWeights
      for (const version of [input.FunctionVersion ?? alias.version, ...Object.keys(weights ?? {})]) {
        if (version !== '$LATEST' && !found.versions.some((one) => one.version === version)) {
          throw new AwsError('ResourceNotFoundException', `Function not found: ${found.arn}:${version}`, 404)
        }
      }
      if (Object.keys(weights ?? {}).length > 0 && (input.FunctionVersion ?? alias.version) === '$LATEST') {
        throw new AwsError(
          'InvalidParameterValueException',
          '$LATEST is not supported for an alias pointing to more than 1 version.',
        )
      }
      alias.version = input.FunctionVersion ?? alias.version
      // Left out, the weights stay as they are.
      alias.weights = weights ?? alias.weights
      alias.revisionId = this.#account.uuid('lambda')
      this.#account.traffic.aliasChanged(found.name)
      return this.#tellAlias(found, alias)
    },
  }

  #get(nameOrArn = ''): Fn {
    const name = nameOrArn.startsWith('arn:') ? nameOrArn.split(':')[6] : nameOrArn.split(':')[0]
    const found = this.#functions.get(name ?? '')
    if (found !== undefined) return found
    const arn = this.#account.arn('lambda', `function:${name}`)
    throw new AwsError('ResourceNotFoundException', `Function not found: ${arn}`, 404)
  }

  #alias(found: Fn, name: string): Alias {
    const alias = found.aliases.get(name)
    if (alias !== undefined) return alias
    throw new AwsError('ResourceNotFoundException', `Cannot find alias arn: ${found.arn}:${name}`, 404)
  }

  #configuration({ FunctionName, Qualifier }: Sdk.GetFunctionConfigurationCommandInput): Sdk.FunctionConfiguration {
    const found = this.#get(FunctionName)
    const version = found.aliases.get(Qualifier ?? '')?.version ?? Qualifier ?? '$LATEST'
    const one = version === '$LATEST' ? found.latest : found.versions.find((other) => other.version === version)
    if (one === undefined)
      throw new AwsError('ResourceNotFoundException', `Function not found: ${found.arn}:${version}`, 404)
    return this.#tell(found, one)
  }

  /** Published twice without a change in between, the same version is answered. */
  #publish(found: Fn): Version {
    const last = found.versions.at(-1)
    if (last?.code === found.latest.code) return last
    const version = String(Math.max(0, ...found.versions.map((one) => Number(one.version))) + 1)
    const made: Version = {
      version,
      code: found.latest.code,
      revisionId: this.#account.uuid('lambda'),
      readyAt: Math.max(found.latest.readyAt, this.#account.clock.now() + 1_000),
    }
    found.versions.push(made)
    return made
  }

  #mustBeReady(found: Fn): void {
    if (this.#account.clock.now() >= found.latest.readyAt) return
    throw new AwsError(
      'ResourceConflictException',
      `The operation cannot be performed at this time. An update is in progress for resource: ${found.arn}`,
      409,
    )
  }

  #tell(found: Fn, { version, code, revisionId, readyAt }: Version): Sdk.FunctionConfiguration {
    const ready = this.#account.clock.now() >= readyAt
    return {
      FunctionName: found.name,
      FunctionArn: version === '$LATEST' ? found.arn : `${found.arn}:${version}`,
      Runtime: 'python3.13',
      Role: `arn:aws:iam::${this.#account.id}:role/${found.name}`,
      Handler: 'app.handler',
      Version: version,
      CodeSha256: code,
      RevisionId: revisionId,
      Environment: { Variables: { ...found.environment } },
      State: ready || version === '$LATEST' ? 'Active' : 'Pending',
      LastUpdateStatus: ready || version !== '$LATEST' ? 'Successful' : 'InProgress',
      PackageType: 'Zip',
    }
  }

  #tellAlias(found: Fn, { name, version, weights, revisionId }: Alias): Sdk.AliasConfiguration {
    return {
      AliasArn: `${found.arn}:${name}`,
      Name: name,
      FunctionVersion: version,
      RevisionId: revisionId,
      ...(Object.keys(weights).length > 0 && { RoutingConfig: { AdditionalVersionWeights: { ...weights } } }),
    }
  }
}

const wrongRevision = () =>
  new AwsError(
    'PreconditionFailedException',
    'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
    412,
  )

/** Lambda tells base64 where manifests say `sha256:<hex>`. */
const toBase64 = (digest: string): string => Buffer.from(digest.replace('sha256:', ''), 'hex').toString('base64')
