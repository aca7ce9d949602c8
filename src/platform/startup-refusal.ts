/**
 * A reason not to start that the person who installs can act upon: one clear French sentence.
 * The entry point prints the message alone and leaves with code 1; any other error is a bug and keeps its stack.
 */
export class StartupRefusal extends Error {
  override name = 'StartupRefusal';
}
