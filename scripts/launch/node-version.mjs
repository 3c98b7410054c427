const NEEDED = [20, 19];

/** Says what to do when this Node is too old; null when it will do. */
export const nodeProblem = (version) => {
  const [major, minor] = version.split('.').map(Number);
  const fits = major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1]);
  if (fits) return null;
  return `Chorale needs Node ${NEEDED.join('.')} or newer; this is ${version}. Get it from https://nodejs.org.`;
};
