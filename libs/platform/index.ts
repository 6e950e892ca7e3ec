export * from './configuration/configuration.ts';
export type { StoreUrl } from './configuration/setting.ts';
export type { Variable } from './configuration/settings.ts';
export { validateDto, type DtoClass } from './http/dto.ts';
export * from './http/dto.pipe.ts';
export * from './http/json-body.ts';
export * from './http/problem.ts';
