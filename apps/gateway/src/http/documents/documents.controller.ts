import { Controller, Get, Header, Inject } from '@nestjs/common';
import type { JsonSchema, OpenApiDocument } from '@chorale/protocol';

import { DOCS_STYLE, docsPage } from './docs-page.js';

/** What the gateway says of its own protocols. */
export interface ServiceDocuments {
  readonly openapi: OpenApiDocument;
  readonly asyncapi: JsonSchema;
}

/** Finds the documents among the providers. */
export const DOCUMENTS = Symbol('documents');

/** Describes the service to people and generators, from the schemas by which requests are judged. */
@Controller()
export class DocumentsController {
  readonly #page: string;

  constructor(@Inject(DOCUMENTS) private readonly documents: ServiceDocuments) {
    this.#page = docsPage(documents.openapi);
  }

  /** OpenAPI 3.1, of the HTTP side. */
  @Get('openapi.json')
  openapi(): OpenApiDocument {
    return this.documents.openapi;
  }

  /** AsyncAPI 3, of the WebSocket. */
  @Get('asyncapi.json')
  asyncapi(): JsonSchema {
    return this.documents.asyncapi;
  }

  /** The same for people. */
  @Get('docs')
  @Header('Content-Type', 'text/html; charset=utf-8')
  docs(): string {
    return this.#page;
  }

  @Get('docs.css')
  @Header('Content-Type', 'text/css; charset=utf-8')
  style(): string {
    return DOCS_STYLE;
  }
}
