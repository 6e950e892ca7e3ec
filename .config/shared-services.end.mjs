export { end as default } from './shared-services.mjs';
