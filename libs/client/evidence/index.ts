export type { About, BundleSources } from './bundle.ts';
export { makeBundle } from './make-bundle.ts';
export { BUNDLE_STEPS, type BundleStep, type BundleStepName } from './steps.ts';
export { verifyBundle, type VerifiedBundle } from './verify-bundle.ts';
