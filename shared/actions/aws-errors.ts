/** Whether AWS called its error one of these names. By name and not by class: a bundle may hold a class twice. */
export const isCalled = (error: unknown, ...names: string[]): boolean =>
  error instanceof Error && names.includes(error.name)
