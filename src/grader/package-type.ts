/** `@acme/evals-graders#tone`, `name#export`, `name/sub#export`, `./folder#export`. */
export const PACKAGE_TYPE = /^[^#\s]+#[A-Za-z_$][\w$]*$/;

/** Whether a `type` names a grader of a package; no kind of ours has a `#`. */
export function isPackageType(type: unknown): type is string {
  return typeof type === "string" && type.includes("#");
}
