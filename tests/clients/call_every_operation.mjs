// call_every_operation.mjs DOCUMENT TYPES: writes a TypeScript module that calls every operation through openapi-fetch.
import { readFileSync } from "node:fs";

const [documentPath, types] = process.argv.slice(2);
const document = JSON.parse(readFileSync(documentPath, "utf8"));
const lines = [
  'import createClient from "openapi-fetch";',
  `import type { paths, operations } from "${types}";`,
  "const client = createClient<paths>();",
  "declare function any<T>(): T;",
];
for (const [path, item] of Object.entries(document.paths)) {
  for (const [method, operation] of Object.entries(item)) {
    const id = `operations[${JSON.stringify(operation.operationId)}]`;
    const init = [`params: any<${id}["parameters"]>()`];
    if (operation.requestBody) {
      const mediaType = Object.keys(operation.requestBody.content)[0];
      init.push(`body: any<NonNullable<${id}["requestBody"]>["content"]["${mediaType}"]>()`);
    }
    lines.push(`await client.${method.toUpperCase()}(${JSON.stringify(path)}, { ${init.join(", ")} });`);
  }
}
console.log(lines.join("\n"));
