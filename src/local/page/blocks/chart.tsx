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

const WIDTH = 560;
const HEIGHT = 180;

/** A chart, and the same numbers in words for those who cannot see it. */
export function Chart({ block }: { block: ChartBlock }) {
  const { chart, title } = block;
  const names = chart.type === 'pie' ? chart.segments.map(({ label }) => label) : chart.series.map(({ name }) => name);
  return (
    <figure class="chart">
      <figcaption>{title}</figcaption>
      {chart.type === 'pie' ? <Pie chart={chart} title={title} /> : <Plot chart={chart} title={title} />}
      <ul class="legend">
        {names.map((name, index) => (
          <li key={name} class={`series-${index}`}>
            {name}
          </li>
        ))}
      </ul>
    </figure>
  );
}

function Plot({ chart, title }: { chart: SeriesChart; title: string }) {
  const { categories } = chart.axis_config;
  const rows = chart.series.map(({ name, data }) => {
    const byLabel = new Map(data.map((point) => [point.label, point.value]));
    return { name, values: categories.map((category) => byLabel.get(category) ?? 0) };
  });
  const top = Math.max(1, ...rows.flatMap(({ values }) => values));
  const step = WIDTH / Math.max(1, categories.length);
  const words = rows.map(({ name, values }) => {
    return `${name}: ${categories.map((category, index) => `${category} ${values[index]}`).join(', ')}`;
  });
  const height = (value: number) => (value / top) * HEIGHT;
  return (
    <svg viewBox={`0 -16 ${WIDTH} ${HEIGHT + 40}`} role="img" aria-label={`${title}. ${words.join('. ')}`}>
      <text x="0" y="-4">
        {String(top)}
      </text>
      <line x1="0" x2={WIDTH} y1={HEIGHT} y2={HEIGHT} class="axis" />
      {rows.map(({ name, values }, series) => (
        <g key={name} class={`series-${series}`}>
          {chart.type === 'bar' ? (
            values.map((value, index) => {
              const width = (step * 0.7) / rows.length;
              const x = index * step + step * 0.15 + series * width;
              return (
                <rect key={index} x={x} y={HEIGHT - height(value)} width={width - 1} height={height(value)} rx="2" />
              );
            })
          ) : (
            <polyline
              class={chart.type}
              points={values.map((value, index) => `${(index + 0.5) * step},${HEIGHT - height(value)}`).join(' ')}
            />
          )}
        </g>
      ))}
      {categories.map((category, index) => (
        <text key={category} x={(index + 0.5) * step} y={HEIGHT + 18} text-anchor="middle">
          {category}
        </text>
      ))}
    </svg>
  );
}

function Pie({ chart, title }: { chart: PieChart; title: string }) {
  const total = chart.segments.reduce((sum, { value }) => sum + value, 0) || 1;
  const words = chart.segments.map(({ label, value }) => `${label} ${value}`).join(', ');
  let before = 0;
  return (
    <svg class="pie" viewBox="0 0 120 120" role="img" aria-label={`${title}. ${words}`}>
      {chart.segments.map(({ label, value }, index) => {
        const share = (value / total) * 100;
        before += share;
        return (
          <circle
            key={label}
            class={`series-${index}`}
            cx="60"
            cy="60"
            r="40"
            pathLength="100"
            stroke-dasharray={`${share} ${100 - share}`}
            stroke-dashoffset={String(25 - (before - share))}
          />
        );
      })}
    </svg>
  );
}
