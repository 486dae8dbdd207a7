import { describe, expect, it } from "vitest";
import { suiteJsonSchema } from "../suite/json-schema.ts";
import { suiteKinds } from "./kinds.ts";

describe("schema/suite.json", () => {
  // `npm run schema` writes it anew.
  it("is what the suite's own definition gives", async () => {
    await expect(`${JSON.stringify(suiteJsonSchema(suiteKinds), null, 2)}\n`).toMatchFileSnapshot(
      "../../schema/suite.json",
    );
  });
});
