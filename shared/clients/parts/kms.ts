export { GenerateMacCommand, KMSClient, VerifyMacCommand } from '@aws-sdk/client-kms'
