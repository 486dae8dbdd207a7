import type { Rule, RuleProblem } from "./rule.ts";

export const promptMessages: Rule = {
  name: "prompt-messages",
  reads: ["prompts"],
  check: (_suite, { shape }) =>
    (shape.prompts ?? []).flatMap(({ messages, file }, index): RuleProblem[] => {
      const path = ["prompts", index];
      if (messages === undefined && file === undefined)
        return [{ path, message: "states no text; add messages: or file:" }];
      if (messages !== undefined && file !== undefined)
        return [{ path, message: "states both messages: and file:; keep one" }];
      return [];
    }),
};

export const promptImages: Rule = {
  name: "prompt-images",
  reads: ["prompts"],
  check: (_suite, { shape }) =>
    (shape.prompts ?? []).flatMap(({ messages }, index) =>
      (messages ?? []).flatMap((message, at) => {
        if (message === "input" || !Array.isArray(message.content)) return [];
        return message.content.flatMap((part, place): RuleProblem[] => {
          if (part.type !== "image" || (part.path === undefined) !== (part.url === undefined)) return [];
          const path = ["prompts", index, "messages", at, "content", place];
          return [
            {
              path,
              message: `an image needs ${part.path === undefined ? "path: or url:" : "either path: or url:, not both"}`,
            },
          ];
        });
      }),
    ),
};
