/** Installs the packages that are missing or out of date. */
import { SetupError } from './setup/command.mjs';
import { installPackages } from './setup/packages.mjs';

try {
  await installPackages();
} catch (error) {
  console.error(error instanceof SetupError ? error.message : error);
  process.exitCode = 1;
}
