import { describe, expect, it } from "vitest";
import { type Asked, refusal } from "./guard.ts";

const own: Asked = { method: "GET", host: "127.0.0.1:4600", origin: undefined, site: undefined, path: "/api/runs" };

describe("who may ask", () => {
  it.each(["127.0.0.1:4600", "localhost:4600", "localhost", "[::1]:4600", "LOCALHOST:1", "127.0.0.2:4600"])(
    "lets %s pass",
    (host) => expect(refusal({ ...own, host }, "127.0.0.1")).toBeNull(),
  );

  it.each([
    "evil.example",
    "127.0.0.1.evil.example:4600",
    "localhost.evil.example",
    "192.168.1.5:4600",
    "user@localhost",
    "",
    "localhost:4600/x",
  ])("refuses the host %j", (host) => expect(refusal({ ...own, host }, "127.0.0.1")).toMatch(/Host/));

  it("refuses a request without a host", () => {
    expect(refusal({ ...own, host: undefined }, "127.0.0.1")).toMatch(/Host/);
  });

  it("refuses another origin, one that cannot be read, and another port", () => {
    for (const origin of ["https://evil.example", "null", "http://127.0.0.1:9999", "http://localhost:4600"])
      expect(refusal({ ...own, origin }, "127.0.0.1")).toMatch(/origin/);
    expect(refusal({ ...own, origin: "http://127.0.0.1:4600" }, "127.0.0.1")).toBeNull();
  });

  it("lets another site link to the page, and read or write nothing", () => {
    expect(refusal({ ...own, site: "cross-site", path: "/" }, "127.0.0.1")).toBeNull();
    expect(refusal({ ...own, site: "cross-site" }, "127.0.0.1")).toMatch(/site/);
    expect(refusal({ ...own, site: "same-site" }, "127.0.0.1")).toMatch(/site/);
    expect(refusal({ ...own, site: "cross-site", path: "/", method: "POST" }, "127.0.0.1")).toMatch(/site/);
    expect(refusal({ ...own, site: "same-origin" }, "127.0.0.1")).toBeNull();
  });

  it("is known by any address, and by no other name, when it was asked to listen to a network", () => {
    expect(refusal({ ...own, host: "192.168.1.5:4600" }, "0.0.0.0")).toBeNull();
    expect(refusal({ ...own, host: "[fe80::1]:4600" }, "::")).toBeNull();
    expect(refusal({ ...own, host: "box.lan:4600" }, "box.lan")).toBeNull();
    expect(refusal({ ...own, host: "evil.example:4600" }, "0.0.0.0")).toMatch(/Host/);
  });
});
