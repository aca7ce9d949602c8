import { verifierScenarios } from './scenarios.ts';

verifierScenarios('docs/scenarios-mandats.md');
