export interface Answered {
  readonly status: number
  readonly body: string
}

/** Sends one Step Functions request on, as it came. */
export type Forward = (operation: string, body: string) => Promise<Answered>

/** The emulator behind us: it keeps what CloudFormation made; signatures are not looked at on loopback. */
export const upstream =
  (endpoint: string, credential: { accessKeyId: string; region: string }): Forward =>
  async (operation, body) => {
    const answer = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `AWSStepFunctions.${operation}`,
        authorization: authorization(credential, 'states'),
      },
      body,
    })
    return { status: answer.status, body: await answer.text() }
  }

/** Emulators read account, region and service from the credential's scope; no secret is involved. */
export const authorization = (
  { accessKeyId, region }: { accessKeyId: string; region: string },
  service: string,
): string =>
  `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`
