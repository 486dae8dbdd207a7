/** @type {import("evals").GraderFunction} */
export const tone = (output, { options }) => {
  const exclamations = output.split("!").length - 1;
  const calm = exclamations <= (options.most_exclamations ?? 0);
  return {
    pass: calm,
    label: calm ? "calm" : "loud",
    reason: calm ? null : `${exclamations} exclamation marks`,
  };
};
