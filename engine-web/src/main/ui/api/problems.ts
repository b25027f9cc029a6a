import { problems } from './problem-texts';

export type ProblemCode = keyof typeof problems;

/** A code that this console knows; one of a newer Engine is told by the Engine's own words. */
export function codeOf(code: string): ProblemCode {
  return Object.hasOwn(problems, code) ? (code as ProblemCode) : 'unknown_problem';
}

/** What happened and what to do, in one sentence or two. */
export function sentenceOf(problem: unknown): string {
  if (problem instanceof Error && problem.name === 'Refused') {
    const refused = problem as Error & { code: ProblemCode; detail: string };
    return refused.code === 'unknown_problem' && refused.detail ? refused.detail : problems[refused.code];
  }
  return problems.internal_error;
}
