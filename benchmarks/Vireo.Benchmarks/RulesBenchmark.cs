using System.Globalization;
using System.Text;
using Vireo.Detection.Rules.Evaluation;
using Vireo.Detection.Rules.Files;
using Vireo.Detection.Rules.Series;

namespace Vireo.Benchmarks;

/// <summary>Thirty alert rules over ten thousand machines every five seconds: twenty thresholds, five on three standard
/// deviations over two minutes, five on a trend over two minutes.</summary>
public static class RulesBenchmark
{
    private const int Machines = 10_000;
    private const int Metrics = 5;
    private const int StepMilliseconds = 5_000;
    private const int WarmRounds = 30;
    private const int Rounds = 7;
    private const int KeptMilliseconds = 10 * 60_000;

    /// <summary>Runs it; about half a minute.</summary>
    public static IEnumerable<BenchmarkResult> Run(BenchmarkContext context)
    {
        var store = new SeriesStore();
        MemorySeries[] series = [.. Series(store)];
        RuleFile file = RuleFileReader.Read("bench", Rules());
        var group = new GroupRun(file.Groups[0], store, RuleSurroundings.Default);
        var random = new Random(1);
        long now = 0;
        for (int i = 0; i < WarmRounds; i++)
        {
            Collect(series, random, now += StepMilliseconds);
            if (i >= WarmRounds / 2)
            {
                group.Evaluate(now);
            }
        }

        (_, double collecting) = Measure.Median(context.Time, Rounds, _ => Collect(series, random, now += StepMilliseconds));
        (_, double both) = Measure.Median(context.Time, Rounds, _ =>
        {
            Collect(series, random, now += StepMilliseconds);
            if (group.Evaluate(now).Length > 0)
            {
                throw new InvalidOperationException("A rule failed.");
            }

            store.Trim(now - KeptMilliseconds);
        });
        yield return new("rules: 30 rules, 10,000 machines, one round", both - collecting, "CPU s", 0.5, false);
        yield return new("rules: alerts pending or firing", group.Active.Count(), "alerts", null, true);
        yield return new("rules: memory of the process", Environment.WorkingSet / 1e6, "MB", 200, false);
    }

    private static IEnumerable<MemorySeries> Series(SeriesStore store)
    {
        for (int machine = 0; machine < Machines; machine++)
        {
            for (int metric = 0; metric < Metrics; metric++)
            {
                yield return store.GetOrAdd(LabelSet.Of(new Dictionary<string, string>
                {
                    [LabelSet.NameLabel] = $"vm_metric_{metric}",
                    ["vm"] = $"vm-{machine}",
                    ["host"] = $"host-{machine / 40}",
                }))!;
            }
        }
    }

    private static void Collect(MemorySeries[] series, Random random, long now)
    {
        foreach (MemorySeries one in series)
        {
            one.Append(now, random.NextDouble());
        }
    }

    private static string Rules()
    {
        var text = new StringBuilder("groups:\n- name: bench\n  rules:\n");
        void Add(string name, string expression) =>
            text.Append(CultureInfo.InvariantCulture, $"  - alert: {name}\n    expr: {expression}\n    for: 30s\n    labels: {{severity: page}}\n");

        for (int i = 0; i < 20; i++)
        {
            Add($"Static{i}", $"vm_metric_{i % Metrics} > 0.99{i:00}");
        }

        for (int i = 0; i < 5; i++)
        {
            Add($"Window{i}", $"vm_metric_{i} > avg_over_time(vm_metric_{i}[2m]) + 3 * stddev_over_time(vm_metric_{i}[2m])");
            Add($"Trend{i}", $"predict_linear(vm_metric_{i}[2m], 600) > 4");
        }

        return text.ToString();
    }
}
