import { z } from '@lightkeeper/plugin-sdk';
import { pathSchema } from '../ffmpeg/options.js';

/** A request to the hub is of 1 MiB at most, and everybody who lists the captures is given this too. */
const MAX_TEXT = 700_000;

const upload = z
  .strictObject({
    from: z.literal('upload').meta({ title: 'Where it is' }),
    data: z
      .string()
      .min(1)
      .max(MAX_TEXT, 'must be a picture of 512 KiB at most; name a file for a larger one')
      .regex(/^(data:image\/[a-z+.-]{1,20};base64,)?[A-Za-z0-9+/]+={0,2}$/, 'must be a picture in base64')
      .meta({ title: 'Picture', description: 'PNG, JPEG, WebP, GIF or BMP, in base64.' }),
  })
  .meta({ title: 'Given here' });

const file = z
  .strictObject({
    from: z.literal('file').meta({ title: 'Where it is' }),
    path: pathSchema.meta({ title: 'File', description: 'PNG, JPEG, WebP, GIF or BMP, on the hub’s machine.' }),
  })
  .meta({ title: 'On the hub’s machine' });

export const pictureSchema = z.discriminatedUnion('from', [file, upload]);
export type PictureOptions = z.output<typeof pictureSchema>;
