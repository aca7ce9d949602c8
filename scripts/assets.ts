import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assetNames, bundleAsset, sourcesFingerprint } from '../src/platform/asset-bundle.ts';
import { type AssetManifest, builtFolder } from '../src/platform/assets.ts';

/** Builds style sheets and scripts into `dist/assets`, minified, compressed beforehand, named after their content. */
rmSync(builtFolder, { recursive: true, force: true });
mkdirSync(builtFolder, { recursive: true });
const assets = assetNames().map(bundleAsset);
for (const { hashedName, identity, brotli, gzip } of assets) {
  writeFileSync(join(builtFolder, hashedName), identity);
  writeFileSync(join(builtFolder, `${hashedName}.br`), brotli);
  writeFileSync(join(builtFolder, `${hashedName}.gz`), gzip);
  console.log(`${hashedName} : ${identity.length} octets, ${gzip.length} en gzip, ${brotli.length} en brotli`);
}
const manifest: AssetManifest = {
  fingerprint: sourcesFingerprint(),
  assets: Object.fromEntries(assets.map((asset) => [asset.name, asset.hashedName])),
};
writeFileSync(join(builtFolder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
