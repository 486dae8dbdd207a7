import type { ViewerTrial } from "../../../domain/viewer.ts";
import { visibleText } from "../../../report/safe-text.ts";
import { copyText } from "../../parts/copy-text.ts";
import { OutcomeMark } from "../../parts/outcome-mark.tsx";
import { RenderedText, type TextForm } from "../../parts/rendered-text.tsx";
import { AttemptsTable } from "./attempts-table.tsx";
import { cutsOfTrial, cutText, fileOfCut, shownBytes } from "./cut-text.ts";
import type { CaseAnswers } from "./load-case.ts";
import { ScoreCard } from "./score-card.tsx";
import { ToolCalls } from "./tool-calls.tsx";
import { originOf, trialFacts } from "./trial-facts.ts";

interface AnswerColumnProps {
  readonly answers: CaseAnswers;
  readonly repeat: number;
  readonly form: TextForm | null;
  readonly onSaid: (text: string) => void;
}

/** Everything of one candidate on a case: answer, grades, what it took. */
export function AnswerColumn({ answers, repeat, form, onSaid }: AnswerColumnProps) {
  const { label, trials, cuts } = answers;
  const trial = trials.find((one) => one.repeat === repeat);
  const name = visibleText(label);
  return (
    <section class="answer-column" aria-label={name}>
      <h3>
        <span class="text">{name}</span> {trial !== undefined && <OutcomeMark outcome={trial.outcome} />}
        {trial !== undefined && <span class="muted outcome-word">{trial.outcome}</span>}
      </h3>
      {trials.length > 1 && (
        <p class="repeat-marks">
          {trials.map((one) => (
            <OutcomeMark key={one.repeat} outcome={one.outcome} />
          ))}
        </p>
      )}
      {trial === undefined ? (
        <p class="muted">Not in this report.</p>
      ) : (
        <TrialBody trial={trial} cuts={cuts} form={form} onSaid={onSaid} />
      )}
    </section>
  );
}

interface TrialBodyProps extends Pick<AnswerColumnProps, "form" | "onSaid"> {
  readonly trial: ViewerTrial;
  readonly cuts: CaseAnswers["cuts"];
}

function TrialBody({ trial, cuts, form, onSaid }: TrialBodyProps) {
  const { output, scores } = trial;
  const own = cutsOfTrial(cuts, trial.candidate, trial.repeat);
  const origin = output === null ? null : originOf(output);
  return (
    <>
      {output === null ? (
        <p class="muted">No result: this trial was not done.</p>
      ) : (
        <Said output={output} form={form} />
      )}
      {own.map((cut) => (
        <p key={cut.where} class="cut small">
          {cutText(cut, fileOfCut(cut), shownBytes(cut, output))}
        </p>
      ))}
      {scores.map((score) => (
        <ScoreCard key={score.grader} score={score} />
      ))}
      {output !== null && (
        <>
          {origin !== null && <p class="badge text">{visibleText(origin)}</p>}
          <dl class="facts">
            {trialFacts(output).map(([name, text]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
          <AttemptsTable attempts={output.attempts} of={visibleText(`${trial.candidate}, repeat ${trial.repeat}`)} />
        </>
      )}
      {output?.status === "ok" && (
        <button
          type="button"
          class="quiet"
          onClick={async () =>
            onSaid((await copyText(output.answer.text)) ? "Answer copied." : "The browser did not allow to copy.")
          }
        >
          Copy answer
        </button>
      )}
    </>
  );
}

function Said({ output, form }: { output: NonNullable<ViewerTrial["output"]>; form: TextForm | null }) {
  if (output.status === "error") {
    const { kind, message, httpStatus, retryable } = output.error;
    return (
      <div class="call-error">
        <p>
          <strong>{kind}</strong>
          {httpStatus !== null && ` · HTTP ${httpStatus}`}
          {retryable && " · was tried again"}
        </p>
        <pre class="text">{visibleText(message)}</pre>
      </div>
    );
  }
  const { text, toolCalls, finishReason, rawFinishReason } = output.answer;
  return (
    <div class="said">
      {text === "" ? (
        <p class="muted">{toolCalls.length > 0 ? "No text." : "Empty answer."}</p>
      ) : (
        <RenderedText text={text} form={form} />
      )}
      <ToolCalls calls={toolCalls} />
      {finishReason !== "stop" && (
        <p class="small">
          ended by <strong>{finishReason}</strong>
          {rawFinishReason !== null && rawFinishReason !== finishReason && ` (${visibleText(rawFinishReason)})`}
        </p>
      )}
    </div>
  );
}
