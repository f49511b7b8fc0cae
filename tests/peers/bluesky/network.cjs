// A whole network of Bluesky's own software: personal data server and view of the app. It says where, and ends with its input.
const { createRequire } = require("node:module");
const { TestNetwork } = createRequire(`${process.cwd()}/`)("@atproto/dev-env");

const start = async () => {
  const network = await TestNetwork.create({ dbPostgresSchema: "peer" });
  process.stdout.write(`${JSON.stringify({ pds: network.pds.url, view: network.bsky.url, plc: network.plc.url })}\n`);
  process.stdin.on("end", () => process.exit(0));
  process.stdin.resume();
};
start().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
