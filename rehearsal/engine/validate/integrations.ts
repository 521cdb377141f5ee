/** Spells out an action with its patterns. */
function withPatterns(actions: string, ...patterns: string[]): string[] {
  return actions.split(' ').flatMap((action) => ['', ...patterns].map((pattern) => `${action}${pattern}`))
}

const token = '.waitForTaskToken'
const sync = '.sync'

/**
 * The services that Step Functions has integrations of its own for, with their actions.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html
 */
export const integrations: Record<string, readonly string[] | undefined> = {
  apigateway: withPatterns('invoke', token),
  athena: [
    ...withPatterns('startQueryExecution', sync),
    ...withPatterns('stopQueryExecution getQueryExecution getQueryResults'),
  ],
  batch: withPatterns('submitJob', sync),
  bedrock: [...withPatterns('invokeModel'), ...withPatterns('createModelCustomizationJob', sync)],
  codebuild: [
    ...withPatterns('startBuild startBuildBatch retryBuildBatch', sync),
    ...withPatterns('stopBuild stopBuildBatch deleteBuildBatch batchDeleteBuilds batchGetReports'),
  ],
  databrew: withPatterns('startJobRun', sync),
  dynamodb: withPatterns('getItem putItem updateItem deleteItem'),
  ecs: withPatterns('runTask', sync, token),
  eks: [
    ...withPatterns('runJob', sync, token),
    ...withPatterns('call', token),
    ...withPatterns('createCluster deleteCluster createFargateProfile deleteFargateProfile', sync),
    ...withPatterns('createNodegroup deleteNodegroup', sync),
  ],
  elasticmapreduce: [
    ...withPatterns('createCluster terminateCluster addStep', sync),
    ...withPatterns('cancelStep setClusterTerminationProtection modifyInstanceFleetByName modifyInstanceGroupByName'),
  ],
  'emr-containers': [
    ...withPatterns('deleteVirtualCluster startJobRun', sync),
    ...withPatterns('createVirtualCluster'),
  ],
  'emr-serverless': withPatterns(
    'createApplication startApplication stopApplication deleteApplication startJobRun cancelJobRun',
    sync,
  ),
  events: withPatterns('putEvents', token),
  glue: withPatterns('startJobRun', sync),
  http: withPatterns('invoke'),
  lambda: withPatterns('invoke', token),
  mediaconvert: withPatterns('createJob', sync),
  sagemaker: [
    ...withPatterns('createHyperParameterTuningJob createLabelingJob createTrainingJob', sync),
    ...withPatterns('createTransformJob createProcessingJob', sync),
    ...withPatterns('createEndpoint createEndpointConfig createModel updateEndpoint'),
  ],
  sns: withPatterns('publish', token),
  sqs: withPatterns('sendMessage', token),
  states: withPatterns('startExecution', sync, '.sync:2', token),
}

/** Arguments without which a call cannot be made. */
export const requiredArguments: Record<string, readonly string[] | undefined> = {
  'lambda:invoke': ['FunctionName'],
  'states:startExecution': ['StateMachineArn'],
  'sns:publish': ['Message'],
  'sqs:sendMessage': ['QueueUrl', 'MessageBody'],
  'events:putEvents': ['Entries'],
  'http:invoke': ['ApiEndpoint', 'Method'],
  'ecs:runTask': ['TaskDefinition'],
}
