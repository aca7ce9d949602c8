export * from './rules/verification.ts';
export * from './rules/violation.ts';
