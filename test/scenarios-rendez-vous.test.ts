import { verifierScenarios } from './scenarios.ts';

// The fifth is about the seats of an atelier.
verifierScenarios('docs/scenarios-rendez-vous.md', { ailleurs: [5] });
