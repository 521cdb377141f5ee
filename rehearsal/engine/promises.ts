/** Whether a value has to be waited for. What is not waited for goes on in the same step. */
export function isPromise<Value>(value: Value | Promise<Value>): value is Promise<Value> {
  return value instanceof Promise
}
