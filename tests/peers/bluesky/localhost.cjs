// Loaded first: these servers would listen on every address of the machine.
const { Server } = require("node:net");
const listen = Server.prototype.listen;
Server.prototype.listen = function (...values) {
  if (typeof values[0] === "number") values.splice(1, typeof values[1] === "string" ? 1 : 0, "127.0.0.1");
  else if (values[0] && typeof values[0] === "object" && "port" in values[0]) values[0] = { ...values[0], host: "127.0.0.1" };
  return listen.apply(this, values);
};
// And they would look for our own installation elsewhere.
const dns = require("node:dns");
const lookup = dns.lookup;
dns.lookup = (name, ...values) => lookup(name === "ambassadors.peer" ? "127.0.0.1" : name, ...values);
