import { type ComponentProps, type ReactNode, useEffect, useId, useState } from "react";

type Common = { label: string; error?: string | undefined; hint?: ReactNode; required?: boolean; hideLabel?: boolean };

function Field({
  label,
  error,
  hint,
  required,
  hideLabel,
  children,
}: Common & { children: (ids: { id: string; "aria-describedby": string; "aria-invalid": boolean }) => ReactNode }) {
  const id = useId();
  const about = `${id}-about`;
  return (
    <div className="field">
      <label htmlFor={id} className={hideLabel ? "hidden" : undefined}>
        {label}
        {required && <span aria-hidden="true"> *</span>}
      </label>
      {children({ id, "aria-describedby": about, "aria-invalid": error !== undefined })}
      <div id={about}>
        {hint && <small>{hint}</small>}
        {error && <small className="error">{error}</small>}
      </div>
    </div>
  );
}

export function TextField({
  value,
  onChange,
  type = "text",
  placeholder,
  autoComplete = "off",
  readOnly,
  list,
  ...common
}: Common & {
  value: string;
  onChange: (value: string) => void;
  type?: "text" | "number" | "password" | "date" | "search" | "datetime-local";
  placeholder?: string;
  autoComplete?: string;
  readOnly?: boolean;
  list?: string;
}) {
  return (
    <Field {...common}>
      {(ids) => (
        <input
          {...ids}
          dir="auto"
          type={type}
          list={list}
          value={value}
          placeholder={placeholder}
          autoComplete={autoComplete}
          readOnly={readOnly}
          required={common.required}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

export function TextBox({
  value,
  onChange,
  rows = 4,
  ...common
}: Common & { value: string; onChange: (value: string) => void; rows?: number }) {
  return (
    <Field {...common}>
      {(ids) => (
        <textarea
          {...ids}
          dir="auto"
          rows={rows}
          spellCheck={false}
          value={value}
          required={common.required}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

/** @param any what the empty choice is called; without it there is none */
export function Choice({
  value,
  onChange,
  options,
  any,
  ...common
}: Common & {
  value: string;
  onChange: (value: string) => void;
  options: readonly (string | { value: string; label: string })[];
  any?: string;
}) {
  return (
    <Field {...common}>
      {(ids) => (
        <select {...ids} value={value} onChange={(event) => onChange(event.target.value)}>
          {any !== undefined && <option value="">{any}</option>}
          {options.map((option) => {
            const { value, label } =
              typeof option === "string" ? { value: option, label: option.replaceAll("_", " ") } : option;
            return (
              <option key={value} value={value}>
                {label}
              </option>
            );
          })}
        </select>
      )}
    </Field>
  );
}

const TYPING_MS = 400;

/** A field of a filter: it takes effect once one stops typing. */
export function FilterField({ value, onChange, ...others }: ComponentProps<typeof TextField>) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    if (typed === value) {
      return;
    }
    const timer = setTimeout(() => onChange(typed), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed, value, onChange]);
  return <TextField {...others} value={typed} onChange={setTyped} />;
}
