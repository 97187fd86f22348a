const count = new Intl.NumberFormat("en");
const decimal = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });

export function number(value: number | null | undefined): string {
  return value === null || value === undefined ? "–" : count.format(value);
}

export function plural(value: number, one: string, many = `${one}s`): string {
  return `${number(value)} ${value === 1 ? one : many}`;
}

/** A time that takes from milliseconds to days, in its largest unit. */
export function duration(milliseconds: number | null | undefined): string {
  if (milliseconds === null || milliseconds === undefined) {
    return "–";
  }
  const units: [number, string][] = [
    [86_400_000, "d"],
    [3_600_000, "h"],
    [60_000, "min"],
    [1_000, "s"],
  ];
  for (const [size, unit] of units) {
    if (milliseconds >= size) {
      return `${decimal.format(milliseconds / size)} ${unit}`;
    }
  }
  return `${decimal.format(milliseconds)} ms`;
}

export function bytes(value: number): string {
  if (value < 1_000) {
    return `${value} B`;
  }
  return value < 1_000_000 ? `${decimal.format(value / 1_000)} kB` : `${decimal.format(value / 1_000_000)} MB`;
}

export function score(value: number | null | undefined): string {
  return value === null || value === undefined ? "–" : value.toFixed(3);
}

/** `dead_letter` as a person reads it. */
export function words(code: string): string {
  return code.replaceAll("_", " ");
}
