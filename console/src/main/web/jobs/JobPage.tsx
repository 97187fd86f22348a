import { useParams } from "@tanstack/react-router";
import { pretty } from "../api/json";
import { number, words } from "../ui/format";
import { Facts, Loading, Page, Panel, Problem, Time } from "../ui/parts";
import { TextView } from "../ui/TextView";
import { JobProgress } from "./JobProgress";
import { operationOf } from "./JobsPage";
import { useJob } from "./job";

export function JobPage() {
  const { id } = useParams({ from: "/jobs/$id" });
  const job = useJob(id);
  if (job.error && !job.data) {
    return <Problem error={job.error} retry={() => void job.refetch()} />;
  }
  if (!job.data) {
    return <Loading what="the job" />;
  }
  const { data } = job;
  return (
    <Page title={`Job: ${words(data.kind)} ${operationOf(data)}`}>
      <Panel title="Progress">
        <JobProgress id={id} label={words(data.kind)} />
      </Panel>
      <Facts
        items={[
          ["Created", <Time key="created" at={data.created_at} />],
          ["Started", <Time key="started" at={data.started_at} />],
          ["Finished", <Time key="finished" at={data.finished_at} />],
          ["At most a second", number(data.rate_per_second)],
        ]}
      />
      <Panel title="What was asked for">
        <TextView text={pretty(data.request)} label="Request" fileName={`job-${id}.json`} />
      </Panel>
    </Page>
  );
}
