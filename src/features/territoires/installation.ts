import { publicFile, themeColour } from '../../platform/assets.ts';
import { file } from '../../platform/http/reply.ts';
import { get, type Route } from '../../platform/http/route.ts';

/** What a device reads to install Escale, in the colour of this territoire’s theme. */
function manifesteDe(theme: string): string {
  const manifeste: object = JSON.parse(new TextDecoder().decode(publicFile('manifest.webmanifest')));
  return JSON.stringify({ ...manifeste, theme_color: themeColour(theme) });
}

export const installationRoutes: readonly Route[] = [
  get('/manifest.webmanifest', {
    access: 'public',
    machinale: true,
    handle: async ({ territoire }) =>
      file({
        bytes: manifesteDe(territoire.theme),
        type: 'application/manifest+json; charset=utf-8',
        name: 'manifest.webmanifest',
        inline: true,
        revalidated: true,
      }),
  }),
];
