import { ticksUpTo } from './chart-scale';

/** `data_visualization`, which is newer than @slack/types: only what is drawn here. */
export interface ChartBlock {
  type: 'data_visualization';
  block_id?: string;
  title: string;
  chart: SeriesChart | PieChart;
}

interface SeriesChart {
  type: 'bar' | 'line' | 'area';
  axis_config: { categories: string[]; x_label?: string; y_label?: string };
  series: { name: string; data: { label: string; value: number }[] }[];
}

interface PieChart {
  type: 'pie';
  segments: { label: string; value: number }[];
}

interface Row {
  name: string;
  values: number[];
}

/** A chart, and the same numbers in words for those who cannot see it. */
export function Chart({ block }: { block: ChartBlock }) {
  const { chart, title } = block;
  return (
    <figure class="chart">
      <figcaption>{title}</figcaption>
      {chart.type === 'pie' ? <Pie chart={chart} title={title} /> : <Plot chart={chart} title={title} />}
    </figure>
  );
}

/** The drawing stretches with the message; the words around it are text of the page, and keep their size. */
function Plot({ chart, title }: { chart: SeriesChart; title: string }) {
  const { categories, x_label, y_label } = chart.axis_config;
  const rows = chart.series.map(({ name, data }): Row => {
    const byLabel = new Map(data.map((point) => [point.label, point.value]));
    return { name, values: categories.map((category) => byLabel.get(category) ?? 0) };
  });
  const ticks = ticksUpTo(Math.max(0, ...rows.flatMap(({ values }) => values)));
  const top = ticks.at(-1) ?? 1;
  const words = rows.map(({ name, values }) => {
    return `${name}: ${categories.map((category, index) => `${category} ${values[index]}`).join(', ')}`;
  });
  return (
    <>
      {y_label && <p class="axis-label">{y_label}</p>}
      <div class="plot" role="img" aria-label={`${title}. ${words.join('. ')}`}>
        <div class="ticks" aria-hidden="true">
          {ticks.toReversed().map((tick) => (
            <span key={tick}>{tick}</span>
          ))}
        </div>
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
          {ticks.map((tick) => (
            <line key={tick} x1="0" x2="100" y1={100 - (tick / top) * 100} y2={100 - (tick / top) * 100} />
          ))}
          {chart.type === 'bar' ? (
            <Bars rows={rows} categories={categories} top={top} />
          ) : (
            rows.map((row, index) => (
              <Line key={row.name} row={row} index={index} top={top} area={chart.type === 'area'} />
            ))
          )}
        </svg>
        <div class="categories" aria-hidden="true" data-dense={categories.length > 10}>
          {categories.map((category) => (
            <span key={category}>{category}</span>
          ))}
        </div>
      </div>
      {x_label && <p class="axis-label axis-label-x">{x_label}</p>}
      <Legend names={rows.map(({ name }) => name)} />
    </>
  );
}

function Bars({ rows, categories, top }: { rows: Row[]; categories: string[]; top: number }) {
  const step = 100 / Math.max(1, categories.length);
  const width = (step * 0.66) / rows.length;
  return (
    <>
      {rows.map(({ name, values }, series) => (
        <g key={name} class={`series-${series}`}>
          {values.map((value, index) => (
            <rect
              key={index}
              x={index * step + step * 0.17 + series * width}
              y={100 - (value / top) * 100}
              width={width * 0.92}
              height={(value / top) * 100}
            >
              <title>{`${name}, ${categories[index]}: ${value}`}</title>
            </rect>
          ))}
        </g>
      ))}
    </>
  );
}

function Line({ row, index, top, area }: { row: Row; index: number; top: number; area: boolean }) {
  const step = 100 / Math.max(1, row.values.length);
  const at = row.values.map((value, place) => [(place + 0.5) * step, 100 - (value / top) * 100] as const);
  const points = at.map((point) => point.join(',')).join(' ');
  const [first, last] = [at[0]?.[0] ?? 0, at.at(-1)?.[0] ?? 0];
  return (
    <g class={`series-${index}`}>
      {area && <polygon points={`${first},100 ${points} ${last},100`} />}
      <polyline points={points} />
      {at.map(([x, y], place) => (
        <line key={place} class="dot" x1={x} x2={x} y1={y} y2={y} />
      ))}
    </g>
  );
}

function Pie({ chart, title }: { chart: PieChart; title: string }) {
  const total = chart.segments.reduce((sum, { value }) => sum + value, 0) || 1;
  const words = chart.segments.map(({ label, value }) => `${label} ${value}`).join(', ');
  let before = 0;
  return (
    <div class="pie">
      <svg viewBox="0 0 120 120" role="img" aria-label={`${title}. ${words}`}>
        {chart.segments.map(({ label, value }, index) => {
          const share = (value / total) * 100;
          before += share;
          return (
            <circle
              key={label}
              class={`series-${index}`}
              cx="60"
              cy="60"
              r="44"
              pathLength="100"
              stroke-dasharray={`${share} ${100 - share}`}
              stroke-dashoffset={String(25 - (before - share))}
            />
          );
        })}
      </svg>
      <Legend names={chart.segments.map(({ label }) => label)} values={chart.segments.map(({ value }) => value)} />
    </div>
  );
}

function Legend({ names, values }: { names: string[]; values?: number[] }) {
  return (
    <ul class="legend">
      {names.map((name, index) => (
        <li key={name} class={`series-${index}`}>
          {name}
          {values && <strong> {values[index]}</strong>}
        </li>
      ))}
    </ul>
  );
}
