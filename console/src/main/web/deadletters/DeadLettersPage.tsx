import { useState } from "react";
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import { useQueryOfPage } from "../app/search";
import { Choice, FilterField } from "../ui/fields";
import { Button, Page } from "../ui/parts";
import { CONSUMERS, filterOf, STATES } from "./filter";
import { Groups } from "./Groups";
import { Letters } from "./Letters";
import { PendingReplays } from "./PendingReplays";
import { ReplayDialog, type ReplayScope } from "./ReplayDialog";

/** Which events could not be applied, by cause and one by one. */
export function DeadLettersPage() {
  const [query, change] = useQueryOfPage();
  const [replay, setReplay] = useState<ReplayScope | null>(null);
  const filter = filterOf(query);
  return (
    <Page
      title="Dead letters"
      actions={
        <Button kind="primary" onPress={() => setReplay({ kind: "filter", filter })}>
          Replay what the filter selects …
        </Button>
      }
    >
      <FilterBar />
      <Tabs selectedKey={query.view ?? "groups"} onSelectionChange={(view) => change({ view: String(view) })}>
        <TabList aria-label="Views" className="tabs">
          <Tab id="groups">By cause</Tab>
          <Tab id="letters">One by one</Tab>
          <Tab id="replays">Replays</Tab>
        </TabList>
        <TabPanel id="groups">
          <Groups filter={filter} onReplay={setReplay} onOpen={(group) => change({ group, view: "letters" })} />
        </TabPanel>
        <TabPanel id="letters">
          <Letters filter={filter} onReplay={setReplay} />
        </TabPanel>
        <TabPanel id="replays">
          <PendingReplays filter={filter} />
        </TabPanel>
      </Tabs>
      {replay && <ReplayDialog scope={replay} onClose={() => setReplay(null)} />}
    </Page>
  );
}

function FilterBar() {
  const [query, change] = useQueryOfPage();
  const field = (name: string) => ({
    value: query[name] ?? "",
    onChange: (value: string) => change({ [name]: value }),
  });
  const isFiltered = Object.keys(filterOf(query)).length > 0;
  return (
    <search className="filters" aria-label="Filter">
      <Choice label="Consumer" any="Both" options={CONSUMERS} {...field("consumer")} />
      <Choice label="State" any="All" options={STATES} {...field("state")} />
      <FilterField label="Reason" type="search" {...field("reason")} />
      <FilterField label="Memory" type="search" {...field("memory_id")} />
      <FilterField label="User" type="search" {...field("user_id")} />
      <FilterField label="Project" type="search" {...field("project_id")} />
      <FilterField label="From" type="date" {...field("from")} />
      <FilterField label="To" type="date" {...field("to")} />
      <FilterField label="Group" type="search" {...field("group")} />
      {isFiltered && (
        <Button
          kind="quiet"
          onPress={() => change(Object.fromEntries(Object.keys(filterOf(query)).map((name) => [name, undefined])))}
        >
          Clear
        </Button>
      )}
    </search>
  );
}
