/** Where an execution is shown in the AWS console; its graph is the runbook. */
export function consoleLink(executionArn: string): string {
  const [, partition = 'aws', , region = ''] = executionArn.split(':')
  const host = hosts[partition] ?? `${region}.console.aws.amazon.com`
  return `https://${host.replace('{region}', region)}/states/home?region=${region}#/v2/executions/details/${executionArn}`
}

const hosts: Readonly<Record<string, string>> = {
  aws: '{region}.console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
}
