// The page at /playground: GraphiQL against this server's /graphql, with our example operations beside it.
import { DOC_EXPLORER_PLUGIN, DocExplorerContextProvider } from "@graphiql/plugin-doc-explorer";
import { HISTORY_PLUGIN, HistoryContextProvider } from "@graphiql/plugin-history";
import { GraphiQLProvider, useEditorContext, usePluginStore } from "@graphiql/react";
import { GraphiQL, GraphiQLInterface } from "graphiql";
import { useEffect } from "react";
import { createRoot } from "react-dom/client";
import { EXAMPLES_PANEL, ExamplesContext } from "./examples.jsx";
import { readExamples } from "./operations.js";
import { fillIn, remember } from "./remembered_ids.js";

const ENDPOINT = "/graphql";
const SHOWN_FIRST = "product-page";
const PANELS = [EXAMPLES_PANEL, DOC_EXPLORER_PLUGIN, HISTORY_PLUGIN];

/** Sends one operation. Whatever ids the answer holds are remembered for the next example. */
async function send(operation, { headers } = {}) {
  const response = await fetch(ENDPOINT, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json", ...headers },
    body: JSON.stringify(operation),
  });
  const text = await response.text();
  try {
    const answer = JSON.parse(text);
    remember(answer.data);
    return answer;
  } catch {
    return { errors: [{ message: `HTTP ${response.status}: ${text.slice(0, 500)}` }] };
  }
}

/** So that an example that needs a product or variant can be run before any other. */
const SOMETHING_TO_BUY = `{
  products(first: 1, query: "available_for_sale:true") {
    nodes { id selectedOrFirstAvailableVariant { id } }
  }
}`;

async function open() {
  const [examples] = await Promise.all([readExamples(), send({ query: SOMETHING_TO_BUY })]);
  const first = examples.find((example) => example.name === SHOWN_FIRST) ?? examples[0];
  const tabs = first && [{ query: first.query, variables: fillIn(first.variables) }];

  createRoot(document.getElementById("playground")).render(
    <ExamplesContext value={examples}>
      <Playground firstTabs={isFirstVisit() ? tabs : undefined} />
    </ExamplesContext>,
  );
}

/** Later GraphiQL opens what was open before. */
function isFirstVisit() {
  return localStorage.getItem("graphiql:tabState") === null;
}

// What <GraphiQL> is made of, put together here so that the panel of examples is open from the start.
function Playground({ firstTabs }) {
  return (
    <GraphiQLProvider
      fetcher={send}
      defaultTabs={firstTabs}
      variables={firstTabs?.[0].variables} // of a default tab GraphiQL shows the query only
      plugins={PANELS}
      referencePlugin={DOC_EXPLORER_PLUGIN}
      visiblePlugin={EXAMPLES_PANEL.title}
      inputValueDeprecation
      schemaDescription
    >
      <HistoryContextProvider>
        <DocExplorerContextProvider>
          <Editors />
        </DocExplorerContextProvider>
      </HistoryContextProvider>
    </GraphiQLProvider>
  );
}

/** Waits until the provider has opened a panel: GraphiQL hides the place of one that is opened later. */
function Editors() {
  const panelWasOpened = usePluginStore((state) => state.plugins.length > 0);
  useWrappedLines();
  if (!panelWasOpened) return null;
  return (
    <GraphiQLInterface defaultEditorToolsVisibility="variables" showPersistHeadersSettings={false}>
      <GraphiQL.Logo>
        <span className="souk-logo">souk</span>
      </GraphiQL.Logo>
    </GraphiQLInterface>
  );
}

/** Breaks long lines of the query, such as what an example explains, instead of cutting them off. */
function useWrappedLines() {
  const { queryEditor } = useEditorContext({ nonNull: true });
  useEffect(() => queryEditor?.setOption("lineWrapping", true), [queryEditor]);
}

open();
