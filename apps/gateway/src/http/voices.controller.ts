import type { UploadedVoice } from '@chorale/speech';
import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Post,
  UploadedFile,
  UseInterceptors,
} from '@nestjs/common';
import { FileInterceptor } from '@nestjs/platform-express';

import { Gateway } from '../gateway.js';
import { UploadErrors } from '../voices/upload-errors.js';
import type { FormFile } from '../voices/upload-form.js';
import { MAX_SAMPLE_BYTES, readVoiceForm } from '../voices/upload-form.js';
import { VoiceShelf } from '../voices/voice-shelf.js';

/** Bounds of a form beside its file. */
const FORM_LIMITS = { files: 1, fields: 16, parts: 20, fieldSize: 256 * 1024, fieldNameSize: 100 };

/** Lists the voices that clients may name, and keeps those that they bring. */
@Controller('v1/audio/voices')
export class VoicesController {
  constructor(
    private readonly gateway: Gateway,
    private readonly shelf: VoiceShelf,
  ) {}

  /** Lower-case names, sorted; uploads are among them, and described beside them. */
  @Get()
  async list() {
    const uploaded = await this.shelf.list();
    const names = [...this.gateway.voiceNames(), ...uploaded.map(({ name }) => name)];
    const voices = [...new Set(names.map((name) => name.toLowerCase()))].sort();
    return {
      voices,
      uploaded_voices: uploaded.map((voice) => ({ ...described(voice), ...FROM_AUDIO })),
    };
  }

  @Post()
  @HttpCode(200)
  @UseInterceptors(
    UploadErrors,
    FileInterceptor('audio_sample', { limits: { fileSize: MAX_SAMPLE_BYTES, ...FORM_LIMITS } }),
  )
  async add(@Body() fields: unknown, @UploadedFile() file: FormFile | undefined) {
    const form = readVoiceForm(isFields(fields) ? fields : {}, file);
    return { success: true, voice: described(await this.shelf.add(form)) };
  }

  @Delete(':name')
  async remove(@Param('name') name: string) {
    await this.shelf.remove(name);
    return { success: true, message: `Voice '${name}' deleted successfully` };
  }
}

/** How the list says that a voice was uploaded as a recording. */
const FROM_AUDIO = { embedding_source: 'audio', embedding_dim: null } as const;

/** What came of a form without parts is not even an object. */
const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const described = (voice: UploadedVoice) => ({
  name: voice.name,
  consent: voice.consent,
  created_at: voice.createdAt,
  file_size: voice.fileSize,
  mime_type: voice.mimeType,
  ...(voice.refText !== null && { ref_text: voice.refText }),
  ...(voice.description !== null && { speaker_description: voice.description }),
});
