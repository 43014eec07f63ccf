// The panel with the example operations.
import { useEditorContext } from "@graphiql/react";
import { createContext, useContext } from "react";
import { flushSync } from "react-dom";
import { fillIn } from "./remembered_ids.js";

export const ExamplesContext = createContext([]);

export const EXAMPLES_PANEL = { title: "Examples", icon: ExamplesIcon, content: ExamplesPanel };

function ExamplesPanel() {
  const examples = useContext(ExamplesContext);
  const groups = [...new Set(examples.map((example) => example.group))];
  return (
    <section className="souk-examples" aria-label="Examples">
      <h2>Examples</h2>
      {groups.map((group) => (
        <div key={group}>
          <h3>{group}</h3>
          <ul>
            {examples
              .filter((example) => example.group === group)
              .map((example) => (
                <Example key={example.name} example={example} />
              ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

function Example({ example }) {
  const open = useOpenInTab();
  return (
    <li>
      <button type="button" onClick={() => open(example)} title={example.explanation} data-example={example.name}>
        {example.title}
      </button>
    </li>
  );
}

/** Shows an example: in the tab that has it already, in the open one if that is empty, else in a new one. */
function useOpenInTab() {
  const editors = useEditorContext({ nonNull: true });
  return (example) => {
    const { tabs, activeTabIndex, addTab, changeTab, queryEditor, variableEditor } = editors;
    const already = tabs.findIndex((tab) => tab.query?.trim() === example.query.trim());
    // The editors must show the other tab before their text is set, or the text lands in the old one.
    if (already >= 0 && already !== activeTabIndex) flushSync(() => changeTab(already));
    else if (already < 0 && tabs[activeTabIndex].query?.trim()) flushSync(addTab);
    queryEditor?.setValue(example.query);
    variableEditor?.setValue(fillIn(example.variables));
    queryEditor?.focus();
  };
}

function ExamplesIcon() {
  return (
    <svg height="1em" viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.4" strokeLinecap="round">
      <path d="M2 3.5h2M6.5 3.5H14M2 8h2M6.5 8H14M2 12.5h2M6.5 12.5H14" />
    </svg>
  );
}
