import type { Resource, Template } from '../../cli/package/cloudformation.ts'

export const [account, region] = ['111122223333', 'eu-west-1']
const pseudo: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': region,
  'AWS::AccountId': account,
  'AWS::URLSuffix': 'amazonaws.com',
}
const regional = (service: string, resource: string) => `arn:aws:${service}:${region}:${account}:${resource}`

/** `Ref` and `Fn::GetAtt … Arn` of one sort of resource, from its resolved properties. */
type Meaning = (of: Record<string, unknown>, logicalId: string) => { readonly ref: string; readonly arn?: string }
const both = (arn: string) => ({ ref: arn, arn })
const meanings: Readonly<Record<string, Meaning>> = {
  // CloudFormation chooses ten letters and digits.
  'AWS::ApiGatewayV2::Api': () => ({ ref: 'a1b2c3d4e5' }),
  'AWS::DynamoDB::Table': ({ TableName }) => ({ ref: `${TableName}`, arn: regional('dynamodb', `table/${TableName}`) }),
  // A role without a name is called by CloudFormation, after its logical id.
  'AWS::IAM::Role': ({ RoleName }, logicalId) => ({
    ref: `${RoleName ?? logicalId}`,
    arn: `arn:aws:iam::${account}:role/${RoleName ?? logicalId}`,
  }),
  // So are the ids of keys.
  'AWS::KMS::Key': () => both(regional('kms', 'key/0000aaaa-1111-4222-8333-444455556666')),
  'AWS::Lambda::Alias': ({ FunctionName, Name }) => ({ ref: regional('lambda', `function:${FunctionName}:${Name}`) }),
  'AWS::Lambda::Function': ({ FunctionName }) => ({
    ref: `${FunctionName}`,
    arn: regional('lambda', `function:${FunctionName}`),
  }),
  // Numbers are CloudFormation's to give.
  'AWS::Lambda::Version': ({ FunctionName }) => ({ ref: regional('lambda', `function:${FunctionName}:7`) }),
  'AWS::S3::Bucket': ({ BucketName }) => ({ ref: `${BucketName}`, arn: `arn:aws:s3:::${BucketName}` }),
  'AWS::SNS::Topic': ({ TopicName }) => both(regional('sns', `${TopicName}`)),
  'AWS::SQS::Queue': ({ QueueName }) => ({
    ref: `https://sqs.${region}.amazonaws.com/${account}/${QueueName}`,
    arn: regional('sqs', `${QueueName}`),
  }),
  'AWS::StepFunctions::StateMachine': ({ StateMachineName }) =>
    both(regional('states', `stateMachine:${StateMachineName}`)),
  'AWS::StepFunctions::StateMachineVersion': ({ StateMachineArn }) => ({ ref: `${StateMachineArn}:3` }),
}

/**
 * Does what CloudFormation does with `Ref`, `Fn::Sub`, `Fn::GetAtt` and `Fn::Join`, in one account and region.
 *
 * @throws {Error} for whatever else there is: a guess would be judged as if AWS had made it
 */
export function resolver({ Resources }: Template): <T>(value: unknown) => T {
  const meaning = (logicalId: string) => {
    const { Type, Properties } = Resources[logicalId] ?? ({ Type: `${logicalId}, which is nowhere` } as Resource)
    const means = meanings[Type]
    if (means === undefined) throw new Error(`nobody has written what a reference to ${Type} stands for`)
    return means(
      Object.fromEntries(
        Object.entries(Properties)
          .filter(([name]) => named.test(name))
          .map(([name, value]) => [name, resolve(value)]),
      ),
      logicalId,
    )
  }
  const ref = (name: string): string => pseudo[name] ?? meaning(name).ref
  const getAtt = ([logicalId = '', attribute]: readonly string[]): string => {
    const { arn } = meaning(logicalId)
    if (attribute === 'Arn' && arn !== undefined) return arn
    throw new Error(`nobody has written what ${logicalId}.${attribute} stands for`)
  }
  const sub = (text: string, known: Record<string, unknown> = {}): string =>
    text.replaceAll(/\$\{([^}]+)\}/g, (_, name: string) => {
      if (name in known) return resolve(known[name]) as string
      return name.includes('.') ? getAtt(name.split('.')) : ref(name)
    })
  function resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(resolve)
    if (value === null || typeof value !== 'object') return value
    const [[name, inside] = ['', undefined], ...more] = Object.entries(value)
    if (more.length > 0 || !/^(Ref|Fn::.*)$/.test(name)) {
      return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, resolve(one)]))
    }
    if (name === 'Ref') return ref(inside as string)
    if (name === 'Fn::GetAtt') return getAtt(inside as string[])
    if (name === 'Fn::Sub')
      return typeof inside === 'string' ? sub(inside) : sub(...(inside as [string, Record<string, unknown>]))
    if (name === 'Fn::Join') {
      const [between, parts] = inside as [string, unknown[]]
      return (resolve(parts) as string[]).join(between)
    }
    throw new Error(`nobody has written what ${name} does`)
  }
  return <T>(value: unknown) => resolve(value) as T
}

/** What a resource is called by; the rest may hold what nothing here asks for. */
const named = /^(\w*Name|StateMachineArn)$/
