import { describe, expect, it } from "vitest";
import type { JsonObject } from "../domain/json.ts";
import { compileTemplate, TemplateError } from "./template.ts";

const render = (source: string, vars: JsonObject = {}) => compileTemplate(source).render(vars);

function errorOf(work: () => unknown): TemplateError {
  try {
    work();
  } catch (error) {
    if (error instanceof TemplateError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("compileTemplate", () => {
  it("renders values, paths, filters and loops", () => {
    expect(render("{{ a }} {{ b.c[1] }}", { a: "x", b: { c: [1, 2] } })).toBe("x 2");
    expect(render("{{ labels | join: ', ' }}", { labels: ["a", "b"] })).toBe("a, b");
    expect(render("{% for l in labels %}- {{ l }}\n{% endfor %}", { labels: ["a", "b"] })).toBe("- a\n- b\n");
    expect(render("{{ n }} {{ yes }} [{{ none }}]", { n: 0.5, yes: true, none: null })).toBe("0.5 true []");
  });

  it("prints objects, and lists of them, as JSON", () => {
    expect(render("{{ a }}", { a: { b: [1, { c: "d" }] } })).toBe('{"b":[1,{"c":"d"}]}');
    expect(render("{{ a }}", { a: [{ role: "user" }] })).toBe('[{"role":"user"}]');
    expect(render("{{ a | json }}", { a: { b: 1 } })).toBe('{"b":1}');
  });

  it("gives a text without template syntax back as it is", () => {
    expect(render("{ x } % }} %} \\{")).toBe("{ x } % }} %} \\{");
  });

  it("never evaluates what a value holds", () => {
    const hostile = "{{ secret }} {% for i in (1..9) %}x{% endfor %}";
    expect(render("<{{ input }}>", { input: hostile, secret: "no" })).toBe(`<${hostile}>`);
  });

  it("escapes nothing", () => {
    expect(render("{{ a }}", { a: `<b> & "q" 'q'` })).toBe(`<b> & "q" 'q'`);
  });

  it.each(["{{ a }}", "{{ b.nope }}", "{{ b.nope.more }}", "{{ constructor }}", "{{ __proto__ }}", "{{ b.toString }}"])(
    "%s is an error: undefined",
    (source) => {
      const error = errorOf(() => render(source, { b: { c: 1 } }));
      expect(error.message).toMatch(/^undefined variable: /);
    },
  );

  it("lets a template ask whether a variable is there", () => {
    expect(render("{% if a %}yes{% else %}no{% endif %} {{ a | default: 'x' }}")).toBe("no x");
  });

  it("names the place of what is not valid", () => {
    const error = errorOf(() => compileTemplate("first\n  {{ a | nope }}"));
    expect([error.message, error.line, error.col]).toEqual(["undefined filter: nope", 2, 3]);
    expect(errorOf(() => compileTemplate("{{ a")).message).toContain("not closed");
    expect(errorOf(() => render("one\n{{ a }}")).line).toBe(2);
  });

  it("reads no file", () => {
    expect(() => render("{% include './package.json' %}")).toThrow(TemplateError);
    expect(() => render("{% render 'package.json' %}")).toThrow(TemplateError);
  });

  it("ends a template that would fill the memory", () => {
    expect(() => render("{% for i in (1..9999999999) %}x{% endfor %}")).toThrow(TemplateError);
  });
});
