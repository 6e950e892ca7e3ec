import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { validateDto, type DtoClass } from './dto.ts';

/** Checks path and query parameters that are declared as a DTO; bodies are `JsonBody`'s. */
@Injectable()
export class DtoPipe implements PipeTransform {
  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if ((type !== 'param' && type !== 'query') || !isDto(metatype)) return value;
    return validateDto(metatype, value);
  }
}

/** A class of ours, as opposed to `String` and the like. */
const isDto = (type: unknown): type is DtoClass<object> =>
  typeof type === 'function' &&
  ![String, Number, Boolean, Array, Object].some((each) => each === type);
