import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { BadRequestException, Injectable, PayloadTooLargeException } from '@nestjs/common';
import type { Observable } from 'rxjs';
import { catchError, throwError } from 'rxjs';

import { badRequest, invalidRequest } from '../http/errors/api-error.js';

/** Says what is wrong with a form in upstream's words, where the parser of forms found it. */
@Injectable()
export class UploadErrors implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(catchError((error: unknown) => throwError(() => worded(error))));
  }
}

const worded = (error: unknown): unknown => {
  if (error instanceof PayloadTooLargeException)
    return badRequest('File size exceeds maximum limit of 10MB', 'audio_sample');
  if (error instanceof BadRequestException)
    return invalidRequest('The body is no multipart form of the documented parts');
  return error;
};
