import type * as Sdk from '@aws-sdk/client-lambda'
import { type Asks, arn, ask, type Where } from './port.ts'

const own = (where: Where, name = '', qualifier?: string): string => {
  const full = name.startsWith('arn:') ? name : arn(where, 'lambda', `function:${name}`)
  return qualifier === undefined ? full : `${full}:${qualifier}`
}

export const lambda: Asks = {
  GetAlias: ({ FunctionName }: Sdk.GetAliasCommandInput, where) => ask('lambda:GetAlias', own(where, FunctionName)),
  UpdateAlias: ({ FunctionName }: Sdk.UpdateAliasCommandInput, where) =>
    ask('lambda:UpdateAlias', own(where, FunctionName)),
  GetFunctionConfiguration: ({ FunctionName, Qualifier }: Sdk.GetFunctionConfigurationCommandInput, where) =>
    ask('lambda:GetFunctionConfiguration', own(where, FunctionName, Qualifier)),
  ListVersionsByFunction: ({ FunctionName }: Sdk.ListVersionsByFunctionCommandInput, where) =>
    ask('lambda:ListVersionsByFunction', own(where, FunctionName)),
  PublishVersion: ({ FunctionName }: Sdk.PublishVersionCommandInput, where) =>
    ask('lambda:PublishVersion', own(where, FunctionName)),
  UpdateFunctionCode: ({ FunctionName, S3Bucket, S3Key }: Sdk.UpdateFunctionCodeCommandInput, where) => [
    ...ask('lambda:UpdateFunctionCode', own(where, FunctionName)),
    ...ask('s3:GetObject', `arn:aws:s3:::${S3Bucket}/${S3Key}`),
  ],
  Invoke: ({ FunctionName }: Sdk.InvokeCommandInput, where) => ask('lambda:InvokeFunction', own(where, FunctionName)),
}
