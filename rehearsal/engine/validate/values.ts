import { expressionIn } from '../jsonata/delimiters.ts'
import { secondsMax } from '../limits.ts'
import { checkTemplate } from './expressions.ts'
import type { Report } from './report.ts'

/** Checks a field that holds a whole number or an expression. */
export function checkWhole(report: Report, at: string, value: unknown, min: number, max = secondsMax): void {
  if (value === undefined) return
  if (typeof value === 'string') {
    checkOnlyExpression(report, at, value, 'an integer')
    return
  }
  if (!Number.isInteger(value)) report.schema(at, 'Expected value of type [INTEGER]')
  else if ((value as number) < min || (value as number) > max) {
    report.schema(at, `Value should be between ${min} and ${max} but was: ${value}`)
  }
}

/** Complains about a text that is no expression where a text as such makes no sense. */
export function checkOnlyExpression(report: Report, at: string, value: string, instead: string): void {
  if (expressionIn(value) === undefined) report.schema(at, `Expected ${instead} or a JSONata expression`)
  checkTemplate(report, at, value, {})
}

/** Checks a field that holds a text or an expression; a text may have to look a certain way. */
export function checkText(
  report: Report,
  at: string,
  value: unknown,
  form?: { pattern: RegExp; message: string },
): void {
  if (value === undefined) return
  if (typeof value !== 'string') {
    report.schema(at, 'Expected value of type [STRING]')
    return
  }
  if (expressionIn(value) === undefined && form !== undefined && !form.pattern.test(value)) {
    report.schema(at, form.message)
  }
  checkTemplate(report, at, value, {})
}
