import type * as Acm from '@aws-sdk/client-acm'
import type * as Iam from '@aws-sdk/client-iam'
import type * as Kms from '@aws-sdk/client-kms'
import type * as SecretsManager from '@aws-sdk/client-secrets-manager'
import type * as Sns from '@aws-sdk/client-sns'
import type * as Sqs from '@aws-sdk/client-sqs'
import { type Asks, arn, ask } from './port.ts'

/** Composite alarms are told only to those who may read all: the commands ask for both types. */
export const cloudwatch: Asks = {
  DescribeAlarms: () => ask('cloudwatch:DescribeAlarms', '*'),
  DescribeAlarmHistory: () => ask('cloudwatch:DescribeAlarmHistory', '*'),
  GetMetricData: () => ask('cloudwatch:GetMetricData', '*'),
}
export const logs: Asks = { DescribeLogGroups: () => ask('logs:DescribeLogGroups', '*') }
export const acm: Asks = {
  DescribeCertificate: ({ CertificateArn = '' }: Acm.DescribeCertificateCommandInput) =>
    ask('acm:DescribeCertificate', CertificateArn),
}
export const sns: Asks = {
  Publish: ({ TopicArn = '' }: Sns.PublishCommandInput) => ask('sns:Publish', TopicArn),
  ListSubscriptionsByTopic: ({ TopicArn = '' }: Sns.ListSubscriptionsByTopicCommandInput) =>
    ask('sns:ListSubscriptionsByTopic', TopicArn),
}
export const sqs: Asks = {
  SendMessage: ({ QueueUrl = '' }: Sqs.SendMessageCommandInput, where) =>
    ask('sqs:SendMessage', arn(where, 'sqs', QueueUrl.split('/').at(-1) ?? '')),
}
export const iam: Asks = {
  GetRolePolicy: ({ RoleName }: Iam.GetRolePolicyCommandInput, { account }) =>
    ask('iam:GetRolePolicy', `arn:aws:iam::${account}:role/${RoleName}`),
}
/** Whoever asks who they are is told. */
export const sts: Asks = { GetCallerIdentity: () => [] }
/** The name and the ARN of a secret are one to IAM; six characters follow the name in it. */
export const secretsManager: Asks = {
  GetSecretValue: ({ SecretId = '' }: SecretsManager.GetSecretValueCommandInput) =>
    ask('secretsmanager:GetSecretValue', SecretId),
}

export const kms: Asks = {
  GenerateMac: ({ KeyId = '' }: Kms.GenerateMacCommandInput) => ask('kms:GenerateMac', KeyId),
  VerifyMac: ({ KeyId = '' }: Kms.VerifyMacCommandInput) => ask('kms:VerifyMac', KeyId),
}
